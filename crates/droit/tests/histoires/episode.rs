//! The episode and its séances: cap, length, dates.

crate::histoires! {
    la_neuvieme_seance_est_refusee_sans_diagnostic_prealable: "
        droit   45
        ouvrir  2026-02-02 sans-diagnostic accordee
        seances 8 2026-02-09 accordees
        seance  2026-03-09 refusee plafond-de-seances-atteint
        faites  8
        restantes 0
        que-faire enregistrer-diagnostic orienter-medecin-traitant poursuivre-sur-prescription
    ",

    sans_medecin_traitant_la_neuvieme_oriente_par_le_circuit: "
        patient sans-medecin-traitant
        amelioration non-evaluee
        ouvrir  2026-02-02 accordee
        seances 8 2026-02-09 accordees
        seance  2026-03-09 refusee plafond-de-seances-atteint
        que-faire enregistrer-diagnostic orienter-circuit-departement poursuivre-sur-prescription
    ",

    il_reste_des_seances: "
        ouvrir 2026-02-02 accordee plafond-de-seances-atteint
        faites 0
        restantes 8
        seance 2026-02-02 accordee
        seance 2026-02-05 accordee
        seance 2026-03-09 accordee plafond-de-seances-atteint episode-expire seance-hors-episode
        faites 2
        restantes 6
        echeances fin-episode:2026-05-02
    ",

    saisir_en_retard_ne_gagne_pas_une_place: "
        ouvrir  2026-02-02 accordee
        seances 8 2026-02-20 accordees
        seance  2026-02-10 refusee plafond-de-seances-atteint
        faites  8
    ",

    le_plafond_par_patient_compte_les_autres_episodes: "
        loi plafond-par-patient
        patient ailleurs 7
        ouvrir 2026-02-02 accordee
        restantes 1
        seance 2026-02-02 accordee
        seance 2026-02-05 refusee plafond-de-seances-atteint
        faites 8
    ",

    le_plafond_par_patient_suppose_qu_on_ait_compte: "
        loi plafond-par-patient
        ouvrir 2026-02-02 a_confirmer plafond-de-seances-atteint
        que-faire compter-les-autres-seances
    ",

    la_lecture_plus_stricte_est_montree: "
        patient ailleurs 8
        ouvrir 2026-02-02 accordee plafond-de-seances-atteint
        dit plafond-de-seances-atteint Autre valeur publiée (decret-2024-618)
    ",

    un_bilan_seul_n_est_pas_une_seance: "
        ouvrir 2026-02-02 accordee
        seance 2026-02-05 accordee
        faites 0
    ",

    un_bilan_seul_compterait_si_la_regle_le_disait: "
        loi bilan-compte
        ouvrir 2026-02-02 accordee
        seance 2026-02-05 accordee
        faites 1
        seances 6 2026-02-09 accordees
        seance 2026-03-09 refusee plafond-de-seances-atteint
    ",

    un_bilan_le_jour_d_une_seance_ne_compte_pas_deux_fois: "
        loi bilan-compte
        ouvrir 2026-02-02 accordee
        seance 2026-02-02 accordee
        seance 2026-02-05 accordee
        faites 1
    ",

    une_portee_inconnue_se_confirme: "
        loi portee-inconnue
        ouvrir 2026-02-02 a_confirmer plafond-de-seances-atteint
    ",

    un_plafond_inconnu_se_confirme: "
        loi plafond-inconnu
        ouvrir 2026-02-02 a_confirmer plafond-de-seances-atteint
        restantes illimite
    ",

    ouvert_le_2_fevrier_l_episode_court_jusqu_au_2_mai: "
        ouvrir 2026-02-02 accordee
        seance 2026-05-02 accordee episode-expire
        seance 2026-05-03 refusee episode-expire
        dit episode-expire 2 mai 2026
        que-faire enregistrer-diagnostic orienter-medecin-traitant poursuivre-sur-prescription
    ",

    ouvert_le_30_novembre_l_episode_court_jusqu_a_la_fin_de_fevrier: "
        ouvrir 2026-11-30 accordee
        echeances fin-episode:2027-02-28
        seance 2027-02-28 accordee episode-expire
        seance 2027-03-01 refusee episode-expire
    ",

    une_annee_bissextile_donne_un_jour_de_plus: "
        ouvrir 2027-11-30 accordee
        seance 2028-02-29 accordee episode-expire
        seance 2028-03-01 refusee episode-expire
    ",

    une_duree_inconnue_se_confirme: "
        loi duree-inconnue
        ouvrir 2026-02-02 a_confirmer episode-expire
        echeances
    ",

    on_clot_un_episode_expire: "
        ouvrir  2026-02-02 accordee
        seances 8 2026-02-09 accordees
        clore   2026-09-01 accordee episode-expire:sans_objet plafond-de-seances-atteint:sans_objet
        faites  8
    ",

    pas_de_seance_avant_l_ouverture: "
        ouvrir 2026-02-02 accordee
        seance 2026-02-01 refusee seance-hors-episode
        confiance seance-hors-episode interpretation
        que-faire corriger-la-date
    ",

    pas_de_seance_a_venir: "
        aujourd-hui 2026-02-05
        ouvrir 2026-02-02 accordee
        seance 2026-02-05 accordee seance-hors-episode
        seance 2026-02-06 refusee seance-hors-episode
        dit seance-hors-episode 6 février 2026
    ",

    on_ne_clot_ni_avant_l_ouverture_ni_dans_l_avenir: "
        aujourd-hui 2026-02-05
        ouvrir 2026-02-02 accordee
        clore  2026-02-01 refusee seance-hors-episode
        clore  2026-02-06 refusee seance-hors-episode
        clore  2026-02-05 accordee seance-hors-episode
    ",

    deux_seances_le_meme_jour_se_confirment: "
        ouvrir 2026-02-02 accordee
        seance 2026-02-05 accordee deux-seances-le-meme-jour
        seance 2026-02-05 a_confirmer deux-seances-le-meme-jour
        que-faire justifier-deux-seances
    ",
}
