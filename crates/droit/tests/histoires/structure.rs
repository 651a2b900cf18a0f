//! The structure where care is given.

crate::histoires! {
    une_cpts_ouvre_l_acces_direct: "
        ouvrir 2026-02-02 accordee structure-sans-acces-direct
    ",

    un_cabinet_seul_ne_l_ouvre_pas: "
        structure CABINET
        ouvrir 2026-02-02 refusee structure-sans-acces-direct
        que-faire poursuivre-sur-prescription rejoindre-une-structure-coordonnee
        regime aucun
        sans-seances
        echeances
    ",

    un_cabinet_ne_declare_pas: "
        structure CABINET
        declarer 2026-02-02 refusee structure-sans-acces-direct
        que-faire rejoindre-une-structure-coordonnee
    ",

    une_structure_incertaine_se_confirme: "
        loi structure-inconnue
        ouvrir 2026-02-02 a_confirmer structure-sans-acces-direct
    ",

    une_maison_de_sante_n_a_rien_a_declarer: "
        structure MSP
        declarer 2026-02-02 refusee structure-sans-acces-direct
        que-faire aucune-declaration-a-faire
        dit structure-sans-acces-direct les seules CPTS
    ",

    le_regime_permanent_vaut_partout_et_pour_tous: "
        droit 75
        structure MSP
        praticien remplacant
        praticien non-autorise
        praticien exerce 13
        ouvrir 2026-02-02 accordee departement-non-designe:sans_objet remplacant-exclu:sans_objet praticien-non-autorise:sans_objet lieu-exercice-hors-departement:sans_objet fiche-cpts-absente:sans_objet inscriptions-closes:sans_objet hors-periode structure-sans-acces-direct
        regime permanent
    ",

    le_regime_permanent_a_son_propre_debut: "
        structure CDS
        ouvrir 2023-01-09 refusee hors-periode
    ",

    le_regime_permanent_n_a_pas_de_fin: "
        structure ESMS
        ouvrir 2031-01-09 accordee hors-periode
        dit hors-periode sans fin prévue
    ",

    le_regime_permanent_limite_aussi_les_seances: "
        structure ETABLISSEMENT
        ouvrir 2026-02-02 accordee
        seances 8 2026-02-09 accordees
        seance 2026-03-09 refusee plafond-de-seances-atteint
    ",

    le_loiret_n_exige_pas_de_fiche: "
        structure sans-fiche
        ouvrir 2026-02-02 accordee fiche-cpts-absente:sans_objet
    ",

    le_var_exige_une_fiche: "
        droit 83
        structure avec-fiche
        ouvrir 2026-02-02 accordee fiche-cpts-absente
    ",

    sans_fiche_le_var_refuse: "
        droit 83
        structure sans-fiche
        ouvrir 2026-02-02 refusee fiche-cpts-absente
        que-faire poursuivre-sur-prescription annexer-fiche-projet-de-sante
    ",

    dans_le_var_l_envoi_ne_suffit_pas: "
        droit 83
        structure fiche-envoyee
        declarer 2026-02-02 refusee fiche-cpts-absente
    ",

    dans_les_yvelines_la_validation_interne_suffit: "
        droit 78
        structure fiche-validee
        declarer 2026-02-02 accordee fiche-cpts-absente
    ",

    sans_etape_connue_une_fiche_envoyee_se_confirme: "
        droit 83
        loi etape-inconnue
        structure fiche-envoyee
        declarer 2026-02-02 a_confirmer fiche-cpts-absente
    ",

    une_fiche_non_precisee_se_confirme: "
        droit 83
        structure fiche-non-precisee
        ouvrir 2026-02-02 a_confirmer fiche-cpts-absente
        que-faire verifier-fiche-projet-de-sante
    ",

    une_exigence_inconnue_se_confirme: "
        loi fiche-inconnue
        structure sans-fiche
        declarer 2026-02-02 a_confirmer fiche-cpts-absente
    ",
}
