// Progressive enhancement only: every page works without this file.
"use strict";

// A form is sent once: the second press of an impatient finger does nothing.
addEventListener("submit", (e) => {
  const form = e.target;
  if (form.dataset.envoye) { e.preventDefault(); return; }
  form.dataset.envoye = "oui";
  for (const b of form.querySelectorAll("button[type=submit]")) b.setAttribute("aria-disabled", "true");
});
// Back from the history: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-envoye]")) {
    delete form.dataset.envoye;
    for (const b of form.querySelectorAll("[aria-disabled]")) b.removeAttribute("aria-disabled");
  }
});

// A list of errors takes the focus when the page opens.
document.querySelector(".resume-erreurs, .refus, .reponse-serveur")?.focus();

// The menu marks the page, else the section it is in, and shows it where the menu slides.
const entrees = [...document.querySelectorAll(".entete .menu a")].filter((a) => a.pathname !== "/");
const dans = (a) => (location.pathname + "/").startsWith(a.pathname + "/");
const ici = document.querySelector(".entete .menu [aria-current]")
  ?? entrees.filter(dans).sort((a, b) => b.pathname.length - a.pathname.length)[0];
if (ici && !ici.ariaCurrent) ici.setAttribute("aria-current", ici.pathname === location.pathname ? "page" : "true");
const bande = ici?.closest("nav");
if (bande) bande.scrollLeft = ici.offsetLeft - (bande.clientWidth - ici.offsetWidth) / 2;

// The opening: the signs and the side follow the region.
const region = document.getElementById("champ-region");
const trier = () => {
  const r = region.value;
  for (const s of document.querySelectorAll("[data-regions]")) {
    const pour = s.dataset.regions;
    s.hidden = Boolean(r && pour && !pour.split(" ").includes(r) && !s.querySelector(":checked"));
  }
  for (const c of document.querySelectorAll("[data-cote]")) c.hidden = Boolean(r) && !c.dataset.cote.split(" ").includes(r);
};
region?.addEventListener("change", trier);
if (region) trier();

// Keys checked while typing; the server checks again.
const chiffres = (t) => t.replace(/\s/g, "");
const luhn = (t) => [...t].reverse().reduce((s, c, i) => {
  const n = (i % 2 ? 2 : 1) * c;
  return s + (n > 9 ? n - 9 : n);
}, 0) % 10 === 0;
const controles = {
  rpps: (v) => {
    const t = chiffres(v);
    if (t.length < 11) return null;
    return /^\d{11}$/.test(t) && luhn(t) ? "" : "Vérifiez le numéro : la clé ne correspond pas.";
  },
  ins: (v) => {
    const t = chiffres(v).toUpperCase();
    if (t.length < 15) return null;
    if (!/^\d{5}(\d\d|2A|2B)\d{8}$/.test(t)) return "Un matricule INS compte 15 chiffres, clé comprise.";
    const n = BigInt(t.slice(0, 13).replace("2A", "19").replace("2B", "18"));
    return 97n - (n % 97n) === BigInt(t.slice(13)) ? "" : "Vérifiez le matricule : la clé ne correspond pas.";
  },
};
addEventListener("input", (e) => {
  const champ = e.target, controle = controles[champ.dataset.controle];
  if (!controle) return;
  let mot = document.getElementById("controle-" + champ.name);
  if (!mot) {
    mot = document.createElement("p");
    mot.id = "controle-" + champ.name;
    mot.setAttribute("aria-live", "polite");
    champ.after(mot);
  }
  const message = controle(champ.value);
  mot.textContent = message === null ? "" : message || "La clé est juste.";
  mot.className = message ? "champ-erreur" : "controle-ok";
});

// <button data-dialogue="id"> opens a <dialog>; without script its content is reached by the link's address.
addEventListener("click", (e) => {
  const ouvre = e.target.closest?.("[data-dialogue]");
  const dialogue = ouvre && document.getElementById(ouvre.dataset.dialogue);
  if (dialogue?.showModal) { e.preventDefault(); dialogue.showModal(); }
  if (e.target.closest?.("[data-fermer]")) { e.preventDefault(); e.target.closest("dialog")?.close(); }
});
