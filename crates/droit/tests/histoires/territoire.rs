//! The department and its calendar.

crate::histoires! {
    le_loiret_est_designe: "
        ouvrir 2026-02-02 accordee departement-non-designe hors-periode
        regime experimentation-cpts
        fondement departement-non-designe arrete-2025-06-06 texte
    ",

    paris_ne_l_est_pas: "
        droit 75
        ouvrir 2026-02-02 refusee departement-non-designe
        que-faire poursuivre-sur-prescription
        dit departement-non-designe 75
    ",

    une_designation_inconnue_se_confirme: "
        loi designation-inconnue
        ouvrir 2026-02-02 a_confirmer departement-non-designe
        que-faire contacter-ars
    ",

    le_premier_jour_compte: "
        praticien autorise 2024-08-28
        ouvrir 2024-08-28 accordee hors-periode
    ",

    la_veille_est_trop_tot: "
        praticien autorise 2024-08-01
        ouvrir 2024-08-27 refusee hors-periode
        dit hors-periode 28 août 2024
        que-faire poursuivre-sur-prescription
    ",

    le_dernier_jour_compte: "
        ouvrir 2029-08-28 accordee hors-periode
    ",

    le_lendemain_est_trop_tard: "
        ouvrir 2029-08-28 accordee
        seance 2029-08-29 refusee hors-periode
        dit hors-periode 28 août 2029
    ",

    faute_de_date_propre_la_date_nationale_est_a_verifier: "
        droit 38
        ouvrir 2026-02-02 accordee hors-periode
        confiance hors-periode a_verifier
        dit hors-periode à vérifier
        dit hors-periode Autre valeur publiée
        seance 2029-08-29 refusee hors-periode episode-expire
        confiance hors-periode a_verifier
    ",

    les_deux_sevres_ont_leur_propre_debut: "
        droit 79
        praticien autorise 2025-07-15
        ouvrir 2025-07-14 refusee hors-periode praticien-non-autorise
        ouvrir 2025-07-15 accordee hors-periode
    ",

    une_fin_inconnue_se_confirme: "
        loi fin-inconnue
        ouvrir 2026-02-02 a_confirmer hors-periode
    ",

    on_s_inscrit_jusqu_au_dernier_jour: "
        praticien non-autorise
        declarer 2029-02-28 accordee inscriptions-closes hors-periode praticien-non-autorise:sans_objet
        echeances fin-inscriptions:2029-02-28 fin-experimentation:2029-08-28
        sans-seances
    ",

    le_lendemain_les_inscriptions_sont_closes: "
        praticien non-autorise
        declarer 2029-03-01 refusee inscriptions-closes
        que-faire contacter-ars
    ",

    une_cloture_inconnue_se_confirme: "
        loi cloture-inconnue
        declarer 2026-02-02 a_confirmer inscriptions-closes
    ",

    les_soins_continuent_apres_les_inscriptions: "
        ouvrir 2029-05-02 accordee inscriptions-closes:sans_objet
    ",

    une_autorisation_trop_tardive_est_signalee: "
        praticien autorise 2029-04-02
        ouvrir 2029-05-02 accordee inscriptions-closes:signale
        dit inscriptions-closes 28 février 2029
    ",

    clore_reste_possible_apres_la_fin: "
        ouvrir 2029-08-20 accordee
        clore 2029-09-20 accordee hors-periode:sans_objet departement-non-designe:sans_objet
    ",
}
