//! The proof of a prior medical diagnosis.

crate::histoires! {
    un_diagnostic_leve_le_plafond_et_les_trois_mois: "
        ouvrir     2026-02-02 accordee
        seances    8 2026-02-09 accordees
        diagnostic cr-operatoire 2026-01-05 enregistre 2026-03-02
        seance     2026-03-09 accordee plafond-de-seances-atteint:sans_objet episode-expire:sans_objet diagnostic-hors-liste diagnostic-sans-rapport
        faites     8
        restantes  illimite
        echeances
        seance     2026-09-09 accordee orientation-due:sans_objet
    ",

    le_diagnostic_leve_la_limite_a_partir_de_son_enregistrement: "
        ouvrir     2026-02-02 accordee
        seances    8 2026-02-09 accordees
        diagnostic cr-operatoire 2026-01-05 enregistre 2026-03-10
        seance     2026-03-09 refusee plafond-de-seances-atteint diagnostic-hors-liste:sans_objet
        dit        plafond-de-seances-atteint 10 mars 2026
        seance     2026-03-10 accordee
    ",

    un_document_a_venir_ne_compte_pas_encore: "
        ouvrir     2026-02-02 accordee
        seances    8 2026-02-09 accordees
        diagnostic cr-operatoire 2026-04-01 enregistre 2026-03-02
        seance     2026-03-09 refusee plafond-de-seances-atteint
    ",

    les_seances_deja_couvertes_ne_comptent_pas: "
        ouvrir     2026-02-02 accordee
        seance     2026-02-02 accordee
        diagnostic ald 2025-12-01 enregistre 2026-02-10
        seances    9 2026-02-10 accordees
        seance     2026-02-05 accordee plafond-de-seances-atteint
        faites     1
        restantes  7
    ",

    hors_de_la_liste_fermee_du_var_il_ne_compte_pas: "
        droit      83
        diagnostic cr-medical 2026-01-05
        ouvrir     2026-02-02 accordee diagnostic-hors-liste:signale
        seances    8 2026-02-09 accordees
        seance     2026-03-09 refusee plafond-de-seances-atteint diagnostic-hors-liste:signale
        que-faire  enregistrer-diagnostic orienter-medecin-traitant poursuivre-sur-prescription
    ",

    sur_la_liste_fermee_du_var_il_compte: "
        droit      83
        diagnostic cr-hospitalisation 2026-01-05
        ouvrir     2026-02-02 accordee diagnostic-hors-liste
        seances    9 2026-02-09 accordees
    ",

    la_liste_ouverte_des_deux_sevres_admet_tout_document_medical: "
        droit      79
        diagnostic autre-document-medical 2026-01-05
        ouvrir     2026-02-02 accordee diagnostic-hors-liste
        dit        diagnostic-hors-liste tout document médical
        seances    9 2026-02-09 accordees
    ",

    la_liste_fermee_du_var_n_admet_pas_tout_document_medical: "
        droit      83
        diagnostic autre-document-medical 2026-01-05
        ouvrir     2026-02-02 accordee diagnostic-hors-liste:signale
        restantes  8
    ",

    un_document_sans_rapport_ne_compte_pas: "
        diagnostic ald 2026-01-05 sans-rapport
        ouvrir     2026-02-02 accordee diagnostic-sans-rapport:signale diagnostic-hors-liste
        restantes  8
        seances    8 2026-02-09 accordees
        seance     2026-03-09 refusee plafond-de-seances-atteint diagnostic-sans-rapport:signale
    ",

    une_liste_inconnue_se_confirme: "
        loi        liste-inconnue
        diagnostic ald 2026-01-05
        ouvrir     2026-02-02 a_confirmer diagnostic-hors-liste
    ",
}
