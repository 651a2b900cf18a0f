// The body chart: zones marked by a click or by the keyboard. Without this file each zone leads to its box in the list.
"use strict";

for (const schema of document.querySelectorAll("[data-schema]")) {
  const zones = [...schema.querySelectorAll("[data-zone]")], dites = schema.querySelector("[data-dites]");
  const boite = (z) => document.getElementById("zone-" + z.dataset.zone);
  const montrer = () => {
    const mots = [];
    for (const z of zones) {
      const oui = boite(z).checked;
      z.classList.toggle("zone-marquee", oui);
      z.setAttribute("aria-checked", oui);
      if (oui) mots.push(z.getAttribute("aria-label"));
    }
    dites.textContent = mots.length ? "Marqué : " + mots.join(" ; ") + "." : "Aucune zone marquée.";
  };
  const basculer = (z) => { boite(z).click(); };
  zones.forEach((z, i) => {
    z.removeAttribute("href");
    z.setAttribute("role", "checkbox");
    z.setAttribute("tabindex", i ? -1 : 0);
    z.addEventListener("click", (e) => { e.preventDefault(); basculer(z); });
    z.addEventListener("keydown", (e) => {
      const pas = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      if (pas) { const autre = zones[(i + pas + zones.length) % zones.length]; z.tabIndex = -1; autre.tabIndex = 0; autre.focus(); }
      else if (e.key === " " || e.key === "Enter") basculer(z);
      else return;
      e.preventDefault();
    });
  });
  schema.addEventListener("change", montrer);
  montrer();
}
