//! The act of the NGAP.

crate::histoires! {
    un_acte_ordinaire_est_admis: "
        acte RAM 8.11
        ouvrir 2026-02-02 accordee acte-exclu-de-l-acces-direct accord-prealable-requis:sans_objet
        dit acte-exclu-de-l-acces-direct RAM 8,11
    ",

    sans_acte_rien_a_examiner: "
        ouvrir 2026-02-02 accordee acte-exclu-de-l-acces-direct:sans_objet accord-prealable-requis:sans_objet
    ",

    le_polyhandicap_est_exclu: "
        acte TER 16
        ouvrir 2026-02-02 refusee acte-exclu-de-l-acces-direct
        que-faire poursuivre-sur-prescription choisir-un-autre-acte
    ",

    la_readaptation_respiratoire_veut_un_diagnostic: "
        acte ARL 28
        ouvrir 2026-02-02 refusee acte-exclu-de-l-acces-direct
        que-faire enregistrer-diagnostic poursuivre-sur-prescription
        diagnostic ald 2025-12-01
        ouvrir 2026-02-02 accordee acte-exclu-de-l-acces-direct
    ",

    une_cotation_inconnue_se_confirme: "
        acte XYZ 8.11
        ouvrir 2026-02-02 a_confirmer acte-exclu-de-l-acces-direct
        que-faire verifier-cotation
    ",

    une_cotation_d_hier_dit_ses_dates: "
        acte TER 9.49
        ouvrir 2026-06-02 a_confirmer acte-exclu-de-l-acces-direct
        dit acte-exclu-de-l-acces-direct 27/05/2026
    ",

    la_meme_cotation_a_sa_date_est_admise: "
        acte TER 9.49
        ouvrir 2026-05-27 accordee acte-exclu-de-l-acces-direct
    ",

    le_canal_carpien_veut_un_accord_des_la_premiere_seance: "
        acte RSC 8.09
        ouvrir 2026-02-02 a_confirmer accord-prealable-requis
        seance 2026-02-05 a_confirmer accord-prealable-requis
        que-faire demander-accord-prealable
    ",

    la_lombalgie_veut_un_accord_a_la_seizieme: "
        acte RAM 8.09
        diagnostic ald 2025-12-01
        ouvrir  2026-02-02 accordee
        seances 14 2026-02-09 accordees
        seance  2026-04-07 accordee accord-prealable-requis
        seance  2026-04-09 a_confirmer accord-prealable-requis
        dit     accord-prealable-requis rang 16
    ",

    un_acte_a_confirmer_se_confirme: "
        acte AMK 5
        ouvrir 2026-02-02 a_confirmer acte-exclu-de-l-acces-direct
    ",
}
