// The forms of documents: saved while one types, lines added in place. Without this file the buttons do it.
"use strict";

const form = document.querySelector("[data-redaction]");
const etat = form?.querySelector("[data-etat]");
const dire = (mot, suite) => { etat.textContent = mot; if (suite) etat.append(" ", suite); };
const lien = (mot, href) => Object.assign(document.createElement("a"), { textContent: mot, href, target: "_blank" });

// One saving at a time: each one carries the version that the one before gave.
let file = Promise.resolve(true), attente = 0, sale = false, fige = false;
const sauver = () => (file = file.then(une, une));
const bientot = (ms) => { clearTimeout(attente); attente = setTimeout(sauver, ms); };

async function une() {
  clearTimeout(attente);
  if (fige) return false;
  sale = false;
  dire("Enregistrement…");
  let r, lu;
  try {
    r = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
    lu = await r.json();
  } catch {
    sale = true;
    dire("Pas enregistré : connexion coupée. Votre texte reste ici, nouvel essai dans 15 secondes.");
    bientot(15000);
    return false;
  }
  if (r.status === 401) {
    sale = true;
    dire("Session expirée : votre texte reste ici.", lien("Se reconnecter dans un autre onglet", "/connexion"));
    bientot(15000);
    return false;
  }
  if (r.status === 409 && lu.brouillon) return ailleurs(lu);
  if (!r.ok) {
    sale = true;
    dire("Pas enregistré : " + (lu.detail || "réessayez.") + " Votre texte reste ici.");
    return false;
  }
  form.elements.version.value = lu.version;
  fautes(lu.erreurs);
  const n = lu.erreurs.length;
  dire(lu.message + (n ? " · " + n + (n > 1 ? " champs à corriger" : " champ à corriger") : ""));
  return true;
}

// Saved in another tab: nothing is overwritten before somebody says so.
function ailleurs(lu) {
  fige = sale = true;
  const garder = document.createElement("button");
  garder.type = "button";
  garder.className = "bouton bouton-discret";
  garder.textContent = "Garder mon texte";
  garder.onclick = () => {
    form.elements.brouillon.value = lu.brouillon;
    form.elements.version.value = lu.version;
    fige = false;
    sauver();
  };
  dire(lu.message, garder);
  return false;
}

function fautes(erreurs) {
  for (const p of form.querySelectorAll("[data-faute]")) p.remove();
  for (const { champ, message } of erreurs) {
    const ou = document.getElementById("champ-" + champ);
    if (!ou) continue;
    const p = Object.assign(document.createElement("p"), { className: "champ-erreur", textContent: message });
    p.dataset.faute = "";
    ou.after(p);
  }
}

form?.addEventListener("input", () => { sale = true; if (!fige) { dire("Modifications non enregistrées"); bientot(1200); } });
addEventListener("beforeunload", (e) => { if (sale) e.preventDefault(); });

// The page is left only once what it holds is saved.
let pret = false;
form?.addEventListener("submit", async (e) => {
  if (pret || fige) { sale = false; return; }
  e.preventDefault();
  e.stopPropagation();
  const bouton = e.submitter;
  if (await sauver()) { pret = true; form.requestSubmit(bouton); }
});
addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

form?.addEventListener("click", (e) => {
  const bouton = e.target.closest("[data-une-de-plus]");
  const lignes = bouton?.closest("fieldset").querySelectorAll("[data-ligne]");
  if (!lignes?.length) return;
  e.preventDefault();
  const derniere = lignes[lignes.length - 1], neuve = derniere.cloneNode(true);
  for (const x of neuve.querySelectorAll("[id], [for]")) {
    for (const a of ["id", "for"]) if (x.hasAttribute(a)) x.setAttribute(a, x.getAttribute(a).replace(/\d+$/, lignes.length));
    if (x.tagName === "INPUT") x.value = "";
    if (x.tagName === "SELECT") x.selectedIndex = 0;
  }
  neuve.id = neuve.id.replace(/\d+$/, lignes.length);
  for (const p of neuve.querySelectorAll(".champ-erreur")) p.remove();
  derniere.after(neuve);
  neuve.querySelector("input").focus();
});
