//! Sentences that name somebody and sentences that do not, one by one.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

fn communes() -> HashSet<String> {
    ["Gien", "Orléans", "Saint-Jean-de-Braye", "La Ferté-Saint-Aubin", "Le Borgne"].map(normaliser).into()
}

fn connus() -> HashSet<String> {
    ["Tailleval", "Petit"].map(normaliser).into()
}

fn lus(texte: &str) -> Vec<(bool, String)> {
    let (communes, connus) = (communes(), connus());
    let lexique =
        Lexique { concernes: &["Zoé Lefèvre-Cœur"], connus: Some(&connus), communes: Some(&communes) };
    chercher(texte, &lexique).into_iter().map(|indice| (indice.certain(), indice.mots)).collect()
}

#[test]
fn ce_qui_nomme_surement_quelqu_un() {
    for (texte, passage) in [
        ("Mme Martin a glissé.", "Mme Martin"),
        ("Le patient, M. Jean Dupont, a chuté.", "M. Jean Dupont"),
        ("M Dupont a chuté.", "M Dupont"),
        ("Vu avec le docteur Le Borgne.", "docteur Le Borgne"),
        ("Vu avec le Dr. d’Hôtel, hier.", "Dr. d’Hôtel"),
        ("Avis du Pr Durand.", "Pr Durand"),
        ("Mme la Dr Moreau est prévenue.", "Mme la Dr Moreau"),
        ("MADAME MARTIN EST TOMBÉE", "MADAME MARTIN EST TOMBÉE"),
        ("Maître Lenoir est prévenu.", "Maître Lenoir"),
        ("Jean Dupont a chuté.", "Jean Dupont"),
        ("Chez Solène Tailleval.", "Solène Tailleval"),
        ("Le patient DUPONT Jean a chuté.", "DUPONT Jean"),
        ("Prévenir Marie-Claude de La Tour.", "Marie-Claude de La Tour"),
        ("Test de Jean Dupont positif.", "Jean Dupont"),
        ("Le patient habite 12 rue des lilas.", "12 rue des lilas"),
        ("Près de la rue des Lilas.", "rue des Lilas"),
        ("Chute place du Martroi.", "place du Martroi"),
        ("Cabinet du 3 bis, route de Gien.", "3 bis, route de Gien"),
        ("Au 4 impasse Pasteur.", "4 impasse Pasteur"),
        ("Au lieu-dit Les Ormes.", "lieu-dit Les Ormes"),
        ("Appeler le 06 12 34 56 78.", "06 12 34 56 78"),
        ("Tél. 06.12.34.56.78", "06.12.34.56.78"),
        ("Tél. +33 6 12 34 56 78", "33 6 12 34 56 78"),
        ("RPPS 99700000011", "99700000011"),
        ("INS 2 84 05 45 123 456 12", "2 84 05 45 123 456 12"),
        ("Dossier 123456", "123456"),
        ("Écrire à a@b.example", "a@b.example"),
        ("Né le 12/03/1960.", "12/03/1960"),
        ("Le 2026-03-12.", "2026-03-12"),
        ("Le 1er février au matin", "1er février"),
        ("Patiente de 93 ans.", "93 ans"),
        ("LEFEVRE a glissé.", "LEFEVRE"),
        ("Lefèvre a glissé.", "Lefèvre"),
    ] {
        assert!(lus(texte).contains(&(true, passage.to_owned())), "{texte} : {:?}", lus(texte));
    }
}

#[test]
fn ce_qui_peut_designer_quelqu_un() {
    for (texte, passage) in [
        ("Mme D. a glissé.", "Mme D"),
        ("Vu par Solène hier.", "Solène"),
        ("Jean a chuté.", "Jean"),
        ("Vu chez Tailleval hier.", "Tailleval"),
        ("Le cabinet de Gien.", "Gien"),
        ("À Saint-Jean-de-Braye.", "Saint-Jean-de-Braye"),
        ("Soigné à La Ferté Saint Aubin.", "La Ferté Saint Aubin"),
        ("Domicilié 45500.", "45500"),
        ("Une patiente, 78 ans, a chuté.", "78 ans"),
        ("Enfant de 4 ans.", "4 ans"),
        ("Opéré à 67 ans.", "67 ans"),
        ("Sortie par la rue des lilas.", "rue des lilas"),
        ("Vu avec lefèvre.", "lefèvre"),
    ] {
        assert!(lus(texte).contains(&(false, passage.to_owned())), "{texte} : {:?}", lus(texte));
        assert!(lus(texte).iter().all(|(certain, _)| !certain), "{texte} : {:?}", lus(texte));
    }
}

#[test]
fn le_recit_ordinaire_passe() {
    for texte in [
        "Au printemps, un patient de plus de 75 ans a chuté à la 3e séance. Vérifier l’appui, 2 fois. En mars.",
        "Test de Lasègue positif à 45 degrés, signe de Tinel négatif.",
        "Manœuvre de Hawkins et test de Jobe douloureux.",
        "Signes de Tinel et de Phalen recherchés au canal carpien.",
        "Tests de Jobe, Patte et Neer positifs.",
        "Score de Glasgow à 15, échelle de Borg à 4.",
        "Patient suivi pour une maladie de Parkinson.",
        "Compression du nerf ulnaire dans le canal de Guyon.",
        "Rupture du tendon calcanéen d’Achille.",
        "Test de Thomas modifié, test de Schober.",
        "Syndrome de Claude Bernard-Horner.",
        "Maladie de Charcot-Marie-Tooth connue.",
        "Le patient est adressé aux Urgences par le SAMU.",
        "IRM et Doppler demandés par le médecin traitant.",
        "Pris en charge par l’ARS et la CPTS ; EVA à 7/10.",
        "Flexion 0/10/130, extension 0-0-140, trois séries de 10-12-15.",
        "Tension 145/85, saturation à 98 %.",
        "Lombalgie depuis 35 ans, opéré il y a 40 ans, âge moyen entre 70 et 75 ans.",
        "Patient de 75 à 79 ans, de plus de 85 ans, ou de 30 ans et moins.",
        "Exercices poursuivis pendant 12 semaines, 3 fois par jour.",
        "En cours de Pilates, au cours de la séance, mise en place du Kinésio-tape sur place.",
        "Chute dans la rue. Il traverse la route et reprend le chemin du cabinet.",
        "Il rentre par la rue du cabinet.",
        "Madame la Directrice de l’ARS est informée.",
        "Le docteur est prévenu ; le professeur aussi.",
        "Mme présente une douleur. Monsieur chute au lever.",
        "Claire amélioration. Pierre angulaire : la table. Petit malaise.",
        "La force du membre supérieur gauche est à 4/5 ; M. quadriceps atrophié.",
        "Gien",
        "Prévenir les chutes au lever",
        "Baisser la table. Vérifier le frein. Aider le patient.",
        "Score DASH à 42, questionnaire de Roland-Morris à 12.",
        "Deux minutes après, malaise vagal ; repos 30 min, 15 min, puis 10 min.",
        "Code 7 : 2 passages de 10 m.",
        "À Noël, le matériel était ancien ; la CPAM a été informée.",
        "Kinésithérapeute et Médecin traitant se sont appelés.",
        "Le Patient et la Famille sont informés.",
        "Méthode McKenzie et concept Mulligan appliqués.",
        "Prothèse totale de hanche, voie de Hardinge.",
        "Fracture de Pouteau-Colles consolidée, attelle de Zimmer.",
    ] {
        assert_eq!(lus(texte), [], "{texte}");
    }
}

#[test]
fn le_recit_de_l_audit_est_arrete_mot_par_mot() {
    let recit = "Mme Martin, 78 ans, cabinet de Gien, rue des Lilas, chez Solène Tailleval, prévenue par Jean Dupont.";
    let certains: Vec<String> =
        lus(recit).into_iter().filter(|(sur, _)| *sur).map(|(_, mots)| mots).collect();
    assert_eq!(certains, ["Mme Martin", "rue des Lilas", "Solène Tailleval", "Jean Dupont"]);
    let possibles: Vec<String> =
        lus(recit).into_iter().filter(|(sur, _)| !*sur).map(|(_, mots)| mots).collect();
    assert_eq!(possibles, ["78 ans", "Gien"]);
}

#[test]
fn chaque_passage_dit_quoi_ecrire_a_la_place() {
    let dit = |texte: &str| {
        chercher(texte, &Lexique::default()).iter().map(ToString::to_string).collect::<String>()
    };
    assert_eq!(dit("Patiente de 78 ans."), "un âge exact : « 78 ans » ; écrivez « de 75 à 79 ans »");
    assert!(dit("Mme Martin.").contains("« une patiente »"));
    assert_eq!(dit("Patiente de 75 à 79 ans."), "", "what is advised passes");
    assert_eq!(dit("Patiente de plus de 85 ans, au cabinet, en zone rurale."), "");
}

#[test]
fn les_noms_a_chercher_sont_ceux_qui_peuvent_en_etre() {
    let noms = noms_possibles("Test de Lasègue par Tailleval, à l’IRM. Urgences de Gien.");
    assert_eq!(noms, ["gien", "tailleval"]);
}

proptest! {
    #[test]
    fn aucun_texte_ne_fait_tomber_la_recherche(texte in any::<String>(), nom in any::<String>()) {
        let (communes, connus) = (communes(), connus());
        let lexique = Lexique { concernes: &[&nom], connus: Some(&connus), communes: Some(&communes) };
        for indice in chercher(&texte, &lexique) {
            prop_assert!(!indice.mots.is_empty() && !indice.to_string().is_empty());
        }
    }

    #[test]
    fn un_recit_de_mots_frequents_ne_fait_rien_tomber(mots in proptest::collection::vec(
        prop_oneof!["Mme", "de", "la", "rue", "12", "Jean", "Dupont", "test", "d’", "ans", "à", "Gien", "M.", "et", ",", "."].prop_map(String::from), 0..25,
    )) {
        chercher(&mots.join(" "), &Lexique { communes: Some(&communes()), ..Lexique::default() });
    }

    #[test]
    fn un_numero_est_trouve_ou_qu_il_soit(avant in "[a-zé ,]{0,20}", chiffres in "[0-9]{6,15}", apres in "[a-zé, ]{0,20}") {
        let texte = format!("{avant} {chiffres} {apres}");
        prop_assert!(!chercher(&texte, &Lexique::default()).is_empty(), "{texte}");
    }

    #[test]
    fn un_nom_concerne_est_trouve_quelle_que_soit_sa_casse(nom in "[A-Za-zéèç]{3,12}", avant in "[a-z ]{0,20}") {
        let texte = format!("{avant} {}, ensuite", nom.to_uppercase());
        let lexique = Lexique { concernes: &[&nom], ..Lexique::default() };
        prop_assert!(chercher(&texte, &lexique).iter().any(Indice::certain), "{texte}");
    }

    #[test]
    fn une_civilite_et_un_nom_sont_arretes(civilite in "(Mme|M\\.|Dr|Monsieur|Madame|docteur|Pr)", nom in "[A-Z][a-z]{2,10}", avant in "[a-z]{0,10}") {
        let texte = format!("Le soir, {avant} {civilite} {nom} est venu.");
        let admis = ["directeur", "maire", "prefet", "cadre", "doyen"];
        prop_assume!(!admis.contains(&normaliser(&nom).as_str()));
        prop_assert!(chercher(&texte, &Lexique::default()).iter().any(|indice| indice.certain() && indice.mots.contains(&nom)), "{texte}");
    }
}
