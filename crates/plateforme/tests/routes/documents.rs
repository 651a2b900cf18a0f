//! Documents from the page: written, saved, validated, read, given out, corrected; nothing typed is lost.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use droit::episode::Region;
use droit::identifiant::{EpisodeId, Fictif};
use droit::reglement::Signes;
use entrepot::{Echec, Tx, episode};

use crate::banc::{Porteur, Rendu};
use crate::cabinet::{Cabinet, EPISODE, formulaire, ouverture};

const BROUILLON: &str = "01930000-0000-7000-8000-00000000b001";

/// The fields of a bilan that lacks nothing.
pub fn bilan<'c>(version: &'c str, changements: &[(&'c str, &'c str)]) -> String {
    let defauts = [
        ("brouillon", BROUILLON),
        ("version", version),
        ("geste", "valider"),
        ("motif", "Mal de dos depuis trois jours"),
        ("zone", "arriere-rachis-lombaire"),
        ("zone", "arriere-lombes-gauche"),
        ("douleur.mouvement", "6"),
        ("amplitude.rachis-flexion.sans-objet", ""),
        ("force.groupe", ""),
        ("force.cote", "sans-objet"),
        ("force.cotation", ""),
        ("score.oswestry", "42"),
        ("diagnostic", "Lombalgie commune sans irradiation"),
        ("objectif.libelle", "Douleur au plus à 2"),
        ("objectif.cible", "douleur:mouvement"),
        ("objectif.valeur", "2"),
        ("acte", ""),
        ("techniques", "Mobilisation, exercices actifs"),
        ("nombre", "8"),
        ("rythme", "2"),
        ("lieu", "cabinet"),
        ("modalite", "individuelle"),
    ];
    let mut champs: Vec<(&str, &str)> =
        defauts.into_iter().filter(|(nom, _)| !changements.iter().any(|(autre, _)| autre == nom)).collect();
    champs.extend_from_slice(changements);
    formulaire(&champs)
}

async fn ouvrir(cabinet: &Cabinet, changements: &[(&str, &str)]) {
    let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(changements)).await;
    assert_eq!(ouvert.statut, StatusCode::SEE_OTHER, "{}", ouvert.corps);
}

async fn rediger(cabinet: &Cabinet, genre: &str, corps: &str) -> Rendu {
    cabinet.banc.poster(&format!("{EPISODE}/rediger/{genre}"), &cabinet.mk, corps).await
}

/// As the script of the page saves.
async fn par_le_script(cabinet: &Cabinet, porteur: &Porteur, corps: &str) -> Rendu {
    let requete = Request::builder()
        .method(Method::POST)
        .uri(format!("{EPISODE}/rediger/bilan"))
        .header(header::HOST, "acces-direct.test")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let requete = match porteur {
        Porteur::Cookie(secret) => requete.header(header::COOKIE, format!("acces-direct={secret}")),
        Porteur::Personne | Porteur::Jeton(_) => requete,
    };
    cabinet.banc.envoyer(requete.body(Body::from(corps.to_owned())).unwrap()).await
}

fn document(rendu: &Rendu) -> String {
    let vers = rendu.entete(header::LOCATION);
    assert!(vers.ends_with("?fait=valide"), "{} {}", rendu.statut, rendu.corps);
    vers.trim_end_matches("?fait=valide").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_bilan_se_valide_se_lit_et_se_donne_en_memes_octets() {
    let cabinet = Cabinet::new("bilan");
    ouvrir(&cabinet, &[]).await;
    let page = cabinet.banc.lire(&format!("{EPISODE}/rediger/bilan"), &cabinet.mk).await;
    assert_eq!(page.statut, StatusCode::OK, "{}", page.corps);
    for attendu in
        ["Douleur au repos", "ODI (Oswestry)", "Diagnostic kinésithérapique", "Pas encore enregistré"]
    {
        assert!(page.corps.contains(attendu), "{attendu}");
    }
    let adresse = document(&rediger(&cabinet, "bilan", &bilan("0", &[])).await);
    let lu = cabinet.banc.lire(&adresse, &cabinet.mk).await;
    for attendu in
        ["À lire d’abord", "douleur 6/10 au mouvement", "Lombalgie commune", "8 séances au cabinet"]
    {
        assert!(lu.corps.contains(attendu), "{attendu} : {}", lu.corps);
    }
    let pdf = cabinet.banc.lire(&format!("{adresse}/document.pdf"), &cabinet.mk).await;
    let cda = cabinet.banc.lire(&format!("{adresse}/document.xml"), &cabinet.mk).await;
    let zip = cabinet.banc.lire(&format!("{adresse}/IHE_XDM.zip"), &cabinet.mk).await;
    assert!(pdf.octets.starts_with(b"%PDF-") && pdf.entete(header::CONTENT_TYPE) == "application/pdf");
    let corps = cda.corps.split("representation=\"B64\">").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(STANDARD.decode(corps.replace(['\n', '\r', ' '], "")).unwrap(), pdf.octets);
    let archive = formats::xdm::lire(&zip.octets).unwrap();
    assert_eq!(archive.documents[0].octets, cda.octets);
    // The same form sent twice made one document, and its draft is gone.
    assert_eq!(document(&rediger(&cabinet, "bilan", &bilan("0", &[])).await), adresse);
    let liste = cabinet.banc.lire(&format!("{EPISODE}/documents"), &cabinet.mk).await;
    assert_eq!(liste.corps.matches("li class=\"document carte\"").count(), 1, "{}", liste.corps);
    let jeton = cabinet.banc.jeton(cabinet.comptes[0], &[plateforme::serveur::Portee::EpisodesLire]);
    let json = cabinet.banc.lire(&format!("/api/v1{EPISODE}/documents"), &jeton).await;
    assert!(
        json.corps.contains("\"genre\":\"bilan\"") && json.corps.contains("\"version\":1"),
        "{}",
        json.corps
    );
    assert_eq!(cabinet.banc.lire(&format!("/api/v1{adresse}/document.pdf"), &jeton).await.octets, pdf.octets);
}

#[tokio::test(flavor = "multi_thread")]
async fn tout_ce_qui_manque_ou_cloche_se_dit_d_un_coup_et_rien_n_est_perdu() {
    let cabinet = Cabinet::new("manques");
    ouvrir(&cabinet, &[]).await;
    let vide = formulaire(&[
        ("brouillon", BROUILLON),
        ("version", "0"),
        ("geste", "valider"),
        ("motif", "Dos <script>"),
        ("score.oswestry", "142"),
        ("nombre", "beaucoup"),
    ]);
    let rendu = rediger(&cabinet, "bilan", &vide).await;
    assert_eq!(rendu.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for attendu in [
        "ODI (Oswestry) va de 0 à 100",
        "« beaucoup » n’est pas un nombre entier.",
        "Écrivez le diagnostic kinésithérapique.",
        "Fixez au moins un objectif.",
        "Dites si les séances sont individuelles ou en groupe.",
        "Dos &lt;script&gt;",
        "value=\"142\"",
        "value=\"beaucoup\"",
    ] {
        assert!(rendu.corps.contains(attendu), "{attendu} : {}", rendu.corps);
    }
    // Nothing wrong was thrown away: it comes back with the draft.
    let repris = cabinet.banc.lire(&format!("{EPISODE}/rediger/bilan"), &cabinet.mk).await;
    assert!(repris.corps.contains("value=\"beaucoup\"") && repris.corps.contains("Enregistré à 10 h 00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_onglets_ne_s_ecrasent_pas_et_la_session_perdue_ne_perd_rien() {
    let cabinet = Cabinet::new("onglets");
    ouvrir(&cabinet, &[]).await;
    let premier = par_le_script(&cabinet, &cabinet.mk, &bilan("0", &[("motif", "Premier")])).await;
    assert_eq!(premier.statut, StatusCode::OK, "{}", premier.corps);
    assert!(premier.corps.contains("\"version\":1") && premier.corps.contains("Enregistré à 10 h 00"));
    let autre_cle = [("brouillon", "01930000-0000-7000-8000-00000000b002"), ("motif", "Second onglet")];
    let second = par_le_script(&cabinet, &cabinet.mk, &bilan("0", &autre_cle)).await;
    assert_eq!(second.statut, StatusCode::CONFLICT);
    assert!(second.corps.contains("autre onglet") && second.corps.contains(BROUILLON), "{}", second.corps);
    let sans_script = rediger(&cabinet, "bilan", &bilan("0", &autre_cle)).await;
    assert_eq!(sans_script.statut, StatusCode::CONFLICT);
    for attendu in ["Second onglet", "Garder mon texte", "autre onglet"] {
        assert!(sans_script.corps.contains(attendu), "{attendu}");
    }
    let sans_session = par_le_script(&cabinet, &Porteur::Personne, &bilan("1", &[])).await;
    assert_eq!(sans_session.statut, StatusCode::UNAUTHORIZED);
    let repris = cabinet.banc.lire(&format!("{EPISODE}/rediger/bilan"), &cabinet.mk).await;
    assert!(repris.corps.contains("Premier"));
    let jeton =
        |rang: usize| cabinet.banc.jeton(cabinet.comptes[rang], &[plateforme::serveur::Portee::EpisodesLire]);
    let brouillons = cabinet.banc.lire(&format!("/api/v1{EPISODE}/brouillons"), &jeton(0)).await;
    let lus: serde_json::Value = serde_json::from_str(&brouillons.corps).unwrap();
    assert_eq!((&lus[0]["genre"], &lus[0]["version"]), (&"bilan".into(), &1.into()), "{lus}");
    let motif = lus[0]["champs"].as_array().unwrap().iter().find(|champ| champ["nom"] == "motif").unwrap();
    assert_eq!(motif["valeur"], "Premier");
    let ailleurs = cabinet.banc.lire(&format!("/api/v1{EPISODE}/brouillons"), &jeton(1)).await;
    assert_eq!(ailleurs.statut, StatusCode::NOT_FOUND);
    let gardee =
        rediger(&cabinet, "bilan", &bilan("1", &[("geste", "enregistrer"), ("motif", "Gardé")])).await;
    assert_eq!(gardee.statut, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_correction_est_une_nouvelle_version_et_l_ancienne_reste_lisible() {
    let cabinet = Cabinet::new("correction");
    ouvrir(&cabinet, &[]).await;
    let premiere = document(&rediger(&cabinet, "bilan", &bilan("0", &[])).await);
    let corriger = cabinet.banc.poster(&format!("{premiere}/corriger"), &cabinet.mk, "").await;
    assert_eq!(corriger.entete(header::LOCATION), format!("{EPISODE}/rediger/bilan"), "{}", corriger.corps);
    let page = cabinet.banc.lire(&format!("{EPISODE}/rediger/bilan"), &cabinet.mk).await;
    assert!(page.corps.contains("Correction de la version 1") && page.corps.contains("Lombalgie commune"));
    let cle = page.corps.split("name=\"brouillon\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let corrige = [("brouillon", cle), ("diagnostic", "Lombalgie avec irradiation")];
    let seconde = document(&rediger(&cabinet, "bilan", &bilan("1", &corrige)).await);
    let (ancien, nouveau) =
        (cabinet.banc.lire(&premiere, &cabinet.mk).await, cabinet.banc.lire(&seconde, &cabinet.mk).await);
    assert!(ancien.corps.contains("Une version plus récente") && ancien.corps.contains("sans irradiation"));
    assert!(nouveau.corps.contains("version 2") && nouveau.corps.contains("avec irradiation"));
    let avant = cabinet.banc.lire(&format!("{premiere}/document.xml"), &cabinet.mk).await.corps;
    let apres = cabinet.banc.lire(&format!("{seconde}/document.xml"), &cabinet.mk).await.corps;
    let serie = |cda: &str| cda.split("<setId").nth(1).unwrap().split("/>").next().unwrap().to_owned();
    assert_eq!(serie(&avant), serie(&apres));
    assert!(
        apres.contains("RPLC") && apres.contains("<versionNumber value=\"2\"/>") && !avant.contains("RPLC")
    );
    let encore = cabinet.banc.poster(&format!("{premiere}/corriger"), &cabinet.mk, "").await;
    assert_eq!(encore.statut, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn le_compte_rendu_part_du_bilan_et_des_seances_et_juge_par_les_mesures() {
    let cabinet = Cabinet::new("compte-rendu");
    ouvrir(&cabinet, &[]).await;
    document(&rediger(&cabinet, "bilan", &bilan("0", &[])).await);
    let page = cabinet.banc.lire(&format!("{EPISODE}/rediger/compte-rendu"), &cabinet.mk).await;
    for attendu in ["1 séance, le 09/03/2026", "Douleur au plus à 2", "6 le 09/03/2026", "42 % le 09/03/2026"]
    {
        assert!(page.corps.contains(attendu), "{attendu} : {}", page.corps);
    }
    let champs = [
        ("brouillon", "01930000-0000-7000-8000-00000000b003"),
        ("version", "0"),
        ("geste", "valider"),
        ("resultat.0", "non-evalue"),
        ("douleur.mouvement", "1"),
        ("score.oswestry", "18"),
        ("issue", "objectifs-atteints"),
        ("suites", "Exercices à poursuivre seul."),
    ];
    let adresse = document(&rediger(&cabinet, "compte-rendu", &formulaire(&champs)).await);
    let lu = cabinet.banc.lire(&adresse, &cabinet.mk).await;
    for attendu in
        ["Objectifs tenus : 1 sur 1", "Douleur au mouvement 6/10 → 1/10", "Exercices à poursuivre seul."]
    {
        assert!(lu.corps.contains(attendu), "{attendu} : {}", lu.corps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn une_lettre_dit_sa_demande_et_un_confrere_n_en_lit_pas_un_mot() {
    let cabinet = Cabinet::new("lettre");
    ouvrir(&cabinet, &[]).await;
    let champs = [
        ("brouillon", "01930000-0000-7000-8000-00000000b004"),
        ("version", "0"),
        ("geste", "valider"),
        ("motif", "autre"),
        ("destination", "medecin-traitant"),
        ("urgence", "sous-72h"),
        ("question", "Une imagerie vous paraît-elle utile ?"),
    ];
    let refus = rediger(&cabinet, "orientation", &formulaire(&champs)).await;
    assert!(refus.corps.contains("« Autre motif » : écrivez lequel."), "{}", refus.corps);
    let mut precise = champs.to_vec();
    precise[1] = ("version", "1");
    precise.push(("precision", "Douleur qui ne cède pas"));
    let adresse = document(&rediger(&cabinet, "orientation", &formulaire(&precise)).await);
    let autre = [("cle", "01930000-0000-7000-8000-00000000e002"), ("geste", "rejoindre")];
    cabinet.banc.poster("/episodes", &cabinet.confrere, &ouverture(&autre)).await;
    let liste = cabinet.banc.lire(&format!("{EPISODE}/documents"), &cabinet.confrere).await;
    assert!(liste.corps.contains("Par un confrère"), "{}", liste.corps);
    for fin in ["", "/document.pdf", "/document.xml", "/IHE_XDM.zip"] {
        let rendu = cabinet.banc.lire(&format!("{adresse}{fin}"), &cabinet.confrere).await;
        assert_eq!(rendu.statut, StatusCode::NOT_FOUND, "{fin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn le_medecin_et_le_cabinet_sont_ceux_que_le_kine_dit() {
    let cabinet = Cabinet::new("redacteur");
    ouvrir(&cabinet, &[]).await;
    let liste = cabinet.banc.lire(&format!("{EPISODE}/documents"), &cabinet.mk).await;
    assert!(liste.corps.contains("dont le nom n’est pas au dossier"), "{}", liste.corps);
    let faux = formulaire(&[("connu", "oui"), ("rpps", "123"), ("commune", "Orléans")]);
    let medecin = format!("{EPISODE}/medecin-traitant");
    let refus = cabinet.banc.poster(&medecin, &cabinet.mk, &faux).await;
    assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refus.corps.matches("class=\"champ-erreur\"").count(), 4, "{}", refus.corps);
    let juste = formulaire(&[("connu", "oui"), ("nom", "MÉDECIN & <Test>"), ("prenom", "Camille")]);
    cabinet.banc.poster(&medecin, &cabinet.mk, &juste).await;
    let lieu = "00000000-0000-0000-0000-000000000001";
    let (am, nom, exercice, telephone) = (
        format!("numero_am.{lieu}"),
        format!("nom.{lieu}"),
        format!("exercice.{lieu}"),
        format!("telephone.{lieu}"),
    );
    let dit = [
        (am.as_str(), "457000012"),
        (nom.as_str(), "Cabinet « Les Tilleuls » & associés"),
        (exercice.as_str(), "cabinet-de-groupe"),
        (telephone.as_str(), "02 38 00 00 00"),
    ];
    let garde = cabinet.banc.poster("/mon-cabinet", &cabinet.mk, &formulaire(&dit)).await;
    assert_eq!(garde.statut, StatusCode::SEE_OTHER, "{}", garde.corps);
    let adresse = document(&rediger(&cabinet, "bilan", &bilan("0", &[])).await);
    let cda = cabinet.banc.lire(&format!("{adresse}/document.xml"), &cabinet.mk).await.corps;
    assert!(
        cda.contains("MÉDECIN &amp; &lt;Test&gt;") && cda.contains("Les Tilleuls » &amp; associés"),
        "{cda}"
    );
    assert!(
        !cda.contains("457000012"),
        "le numéro de facturation n’a rien à faire dans un document de soins"
    );
    // A bad number is said, and nothing is changed.
    let faux = cabinet.banc.poster("/mon-cabinet", &cabinet.mk, &formulaire(&[(am.as_str(), "12")])).await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The world of the bench is that of fictitious people: its own numbers leave, others do not.
#[test]
fn le_banc_est_fictif() {
    use droit::identifiant::{Monde, OidIns};
    assert!(Fictif::admet(OidIns::NirTest) && !Fictif::admet(OidIns::Nia));
}

/// What the list of the product says today changes nothing of what was looked for when the episode opened.
#[tokio::test(flavor = "multi_thread")]
async fn un_bilan_compte_les_signes_recherches_a_l_ouverture_et_dit_quand_il_l_ignore() {
    let cabinet = Cabinet::new("signes-cherches");
    ouvrir(&cabinet, &[]).await;
    let id: EpisodeId = EPISODE.trim_start_matches("/episodes/").parse().unwrap();
    let entrepot = &cabinet.banc.app.entrepot;
    let du_jour = Signes::embarques().unwrap().cherches(Region::RachisLombaire);
    assert_eq!(entrepot.lire_ici(move |tx| episode::signes_cherches(tx, id)).unwrap(), Some(du_jour.clone()));
    let page = || async { cabinet.banc.lire(&format!("{EPISODE}/rediger/bilan"), &cabinet.mk).await.corps };
    let attendu = format!("{} signes recherchés à l’ouverture de l’épisode", du_jour.len());
    assert!(du_jour.len() > 3 && page().await.contains(&attendu), "{attendu}");
    let oublier = |tx: &mut Tx| tx.enqueue("UPDATE episode SET signes_cherches = NULL", Vec::new());
    let autres = ["a", "b", "c"].map(str::to_owned).into();
    entrepot
        .ecrire_ici(move |tx| {
            oublier(tx);
            episode::noter_les_signes(tx, id, &autres);
            Ok::<(), Echec>(())
        })
        .unwrap();
    assert!(page().await.contains("3 signes recherchés à l’ouverture de l’épisode"));
    let encore = entrepot.ecrire_ici(move |tx| {
        episode::noter_les_signes(tx, id, &["d".to_owned()].into());
        Ok::<(), Echec>(())
    });
    assert_eq!(encore, Err(Echec::Conflit), "ce qui a été recherché ne change plus");
    entrepot
        .ecrire_ici(move |tx| {
            oublier(tx);
            Ok::<(), Echec>(())
        })
        .unwrap();
    let inconnue = page().await;
    assert!(inconnue.contains("combien ont été recherchés n’a pas été conservé"), "{inconnue}");
    let adresse = document(&rediger(&cabinet, "bilan", &bilan("0", &[])).await);
    let lu = cabinet.banc.lire(&adresse, &cabinet.mk).await.corps;
    assert!(lu.contains("le nombre de signes recherchés n’est pas connu"), "{lu}");
}
