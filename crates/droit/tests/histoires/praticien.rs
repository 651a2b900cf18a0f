//! The practitioner: status, place of practice, authorisation.

crate::histoires! {
    titulaire_et_collaborateur_participent: "
        praticien titulaire
        declarer 2026-02-02 accordee remplacant-exclu
        praticien collaborateur
        declarer 2026-02-02 accordee remplacant-exclu
    ",

    un_remplacant_ne_participe_pas: "
        praticien remplacant
        ouvrir 2026-02-02 refusee remplacant-exclu
        que-faire poursuivre-sur-prescription confier-a-un-participant
    ",

    un_remplacant_ne_se_declare_pas: "
        praticien remplacant
        declarer 2026-02-02 refusee remplacant-exclu
        que-faire contacter-ars
    ",

    un_assistant_se_confirme: "
        praticien assistant
        declarer 2026-02-02 a_confirmer remplacant-exclu
    ",

    un_salarie_se_confirme: "
        praticien salarie
        ouvrir 2026-02-02 a_confirmer remplacant-exclu
        que-faire contacter-ars
    ",

    le_lieu_d_exercice_est_dans_le_departement: "
        ouvrir 2026-02-02 accordee lieu-exercice-hors-departement
    ",

    le_lieu_d_exercice_est_ailleurs: "
        praticien exerce 41
        ouvrir 2026-02-02 refusee lieu-exercice-hors-departement
        dit lieu-exercice-hors-departement dans le département 41
        que-faire poursuivre-sur-prescription exercer-dans-le-departement
    ",

    un_lieu_non_precise_se_confirme: "
        praticien exerce non-precise
        ouvrir 2026-02-02 a_confirmer lieu-exercice-hors-departement
        que-faire preciser-lieu-exercice
    ",

    l_autorisation_vaut_de_son_premier_a_son_dernier_jour: "
        praticien autorise 2026-02-02 2026-02-05
        ouvrir 2026-02-02 accordee praticien-non-autorise
        echeances fin-episode:2026-05-02 fin-autorisation:2026-02-05
        seance 2026-02-05 accordee praticien-non-autorise
        seance 2026-02-06 refusee praticien-non-autorise
        dit praticien-non-autorise 5 février 2026
    ",

    on_ne_soigne_pas_avant_d_etre_autorise: "
        praticien autorise 2026-02-03
        ouvrir 2026-02-02 refusee praticien-non-autorise
        que-faire poursuivre-sur-prescription declarer-sa-participation
    ",

    sans_autorisation_pas_d_acces_direct: "
        praticien non-autorise
        ouvrir 2026-02-02 refusee praticien-non-autorise
    ",

    on_clot_meme_sans_autorisation: "
        ouvrir 2026-02-02 accordee
        praticien non-autorise
        clore 2026-02-20 accordee praticien-non-autorise:sans_objet
    ",
}
