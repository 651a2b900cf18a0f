//! The safety of the patient: warning signs, duty to orient, médecin traitant.

crate::histoires! {
    sans_drapeau_rien_n_arrete_les_soins: "
        ouvrir 2026-02-02 accordee drapeau-rouge medecin-traitant-absent
    ",

    un_drapeau_critique_arrete_les_soins: "
        drapeau critique deficit-neurologique-progressif
        ouvrir 2026-02-02 refusee drapeau-rouge
        dit drapeau-rouge (deficit-neurologique-progressif)
        dit drapeau-rouge vers son médecin traitant
        que-faire orienter-sans-delai orienter-medecin-traitant
    ",

    un_motif_ne_leve_pas_un_drapeau_critique: "
        drapeau critique fievre motif avis pris
        ouvrir 2026-02-02 refusee drapeau-rouge
    ",

    sans_medecin_traitant_le_drapeau_oriente_par_le_circuit: "
        patient sans-medecin-traitant
        drapeau critique fievre
        ouvrir 2026-02-02 refusee drapeau-rouge medecin-traitant-absent:signale
        dit drapeau-rouge circuit du département
        que-faire orienter-sans-delai orienter-circuit-departement
    ",

    une_alerte_demande_un_motif: "
        drapeau alerte perte-de-poids
        ouvrir 2026-02-02 a_confirmer drapeau-rouge
        que-faire motiver-alerte
    ",

    un_motif_vide_n_en_est_pas_un: "
        drapeau alerte perte-de-poids motif
        ouvrir 2026-02-02 a_confirmer drapeau-rouge
    ",

    une_alerte_motivee_est_signalee: "
        drapeau alerte perte-de-poids motif régime suivi par son médecin
        ouvrir 2026-02-02 accordee drapeau-rouge:signale
    ",

    une_alerte_sans_motif_l_emporte_sur_les_autres: "
        drapeau alerte perte-de-poids motif régime suivi
        drapeau alerte douleur-nocturne
        ouvrir 2026-02-02 a_confirmer drapeau-rouge
        dit drapeau-rouge (douleur-nocturne)
    ",

    a_la_huitieme_sans_amelioration_on_oriente: "
        ouvrir 2026-02-02 accordee
        seances 6 2026-02-09 accordees
        amelioration non
        seance 2026-02-25 accordee orientation-due:sans_objet
        seance 2026-02-27 accordee orientation-due:signale
        que-faire orienter-medecin-traitant
    ",

    a_la_huitieme_avec_amelioration_rien_n_est_du: "
        ouvrir 2026-02-02 accordee
        seances 7 2026-02-09 accordees
        seance 2026-02-27 accordee orientation-due
        que-faire
    ",

    a_la_huitieme_l_amelioration_s_evalue: "
        ouvrir 2026-02-02 accordee
        seances 7 2026-02-09 accordees
        amelioration non-evaluee
        seance 2026-02-27 accordee orientation-due:signale
        dit orientation-due non évaluée
    ",

    clore_au_plafond_sans_amelioration_oriente_aussi: "
        ouvrir 2026-02-02 accordee
        seances 8 2026-02-09 accordees
        amelioration non
        clore 2026-03-02 accordee orientation-due:signale
    ",

    clore_avant_le_plafond_n_oriente_pas: "
        ouvrir 2026-02-02 accordee
        seances 7 2026-02-09 accordees
        amelioration non
        clore 2026-03-02 accordee orientation-due:sans_objet
    ",

    l_absence_de_medecin_traitant_est_signalee_avec_le_circuit: "
        patient sans-medecin-traitant
        ouvrir 2026-02-02 accordee medecin-traitant-absent:signale
        dit medecin-traitant-absent SNP
        que-faire orienter-circuit-departement
    ",

    un_circuit_inconnu_reste_signale: "
        loi circuit-inconnu
        patient sans-medecin-traitant
        ouvrir 2026-02-02 accordee medecin-traitant-absent:signale
    ",

    un_medecin_traitant_non_precise_se_confirme: "
        patient non-precise
        ouvrir 2026-02-02 a_confirmer medecin-traitant-absent
    ",
}
