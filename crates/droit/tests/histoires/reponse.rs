//! What a story says of an answer: its outcome, its codes, its figures, its sentences.

use std::collections::BTreeSet;

use droit::decision::{Code, Constat, Decision, Etat, Issue};

/// A code seen in a state.
pub type Vu = (Code, Etat);

/// Checks the outcome of an act and the codes named with it; gives those codes with their states.
pub fn verifier_issue(decision: &Decision<'_>, issue: Issue, codes: &[&str]) -> Result<BTreeSet<Vu>, String> {
    let par_defaut = match issue {
        Issue::Accordee => Etat::Respecte,
        Issue::Refusee => Etat::Viole,
        Issue::AConfirmer => Etat::AConfirmer,
    };
    let mut nommes = BTreeSet::new();
    for mot in codes {
        let (code, etat) = mot.split_once(':').unwrap_or((mot, par_defaut.code()));
        let code = Code::depuis_code(code).ok_or_else(|| format!("code inconnu : {code}"))?;
        let etat = Etat::depuis_code(etat).ok_or_else(|| format!("état inconnu : {etat}"))?;
        let constat = decision.constat(code).ok_or("code absent de la réponse")?;
        egal(&format!("{} ({constat})", code.code()), constat.etat, etat)?;
        nommes.insert((code, etat));
    }
    egal(&format!("issue ({})", resume(decision)), decision.issue, issue)?;
    for etat in [Etat::Viole, Etat::AConfirmer].into_iter().filter(|etat| *etat == par_defaut) {
        for constat in decision.constats_en(etat) {
            if !nommes.contains(&(constat.code, etat)) {
                return Err(format!("« {} » aussi : {constat}", constat.code.code()));
            }
        }
    }
    Ok(nommes)
}

/// A line about the last answer.
pub fn verifier_reponse(decision: &Decision<'static>, question: &str, suite: &[&str]) -> Result<(), String> {
    let nombre = |n: Option<u32>| n.map_or("illimite".to_owned(), |n| n.to_string());
    match (question, suite) {
        ("faites", [n]) => {
            egal("faites", decision.seances.map(|s| s.faites.to_string()), Some((*n).to_owned()))
        }
        ("restantes", [n]) => {
            egal("restantes", decision.seances.map(|s| nombre(s.restantes)), Some((*n).to_owned()))
        }
        ("sans-seances", []) => egal("seances", decision.seances, None),
        ("echeances", attendues) => {
            let trouvees: Vec<String> =
                decision.echeances.iter().map(|e| format!("{}:{}", e.quoi.code(), e.le)).collect();
            egal("echeances", trouvees, attendues.iter().map(|mot| (*mot).to_owned()).collect())
        }
        ("que-faire", attendues) => {
            let trouvees: Vec<&str> = decision.que_faire.iter().map(|c| c.action.code()).collect();
            egal("que-faire", trouvees, attendues.to_vec())
        }
        ("dit", [code, phrase @ ..]) => {
            let message = constat(decision, code)?.to_string();
            let phrase = phrase.join(" ");
            if message.contains(&phrase) { Ok(()) } else { Err(format!("le message est « {message} »")) }
        }
        ("fondement", [code, texte, confiance]) => {
            let source = constat(decision, code)?.fondement.ok_or("sans fondement")?;
            egal("fondement", (source.texte.as_str(), source.confiance.code()), (*texte, *confiance))
        }
        ("confiance", [code, confiance]) => {
            let source = constat(decision, code)?.fondement.ok_or("sans fondement")?;
            egal("confiance", source.confiance.code(), *confiance)
        }
        ("regime", [regime]) => egal("regime", decision.droit.regime.code(), *regime),
        _ => Err("ligne inconnue".to_owned()),
    }
}

fn constat<'d>(decision: &'d Decision<'static>, code: &str) -> Result<&'d Constat<'static>, String> {
    Code::depuis_code(code)
        .and_then(|code| decision.constat(code))
        .ok_or_else(|| format!("code inconnu : {code}"))
}

fn resume(decision: &Decision<'_>) -> String {
    let marquants = |etat| decision.constats_en(etat).map(ToString::to_string).collect::<Vec<_>>().join(" ");
    format!("violé : {} ; à confirmer : {}", marquants(Etat::Viole), marquants(Etat::AConfirmer))
}

fn egal<T: PartialEq + std::fmt::Debug>(quoi: &str, trouve: T, attendu: T) -> Result<(), String> {
    if trouve == attendu { Ok(()) } else { Err(format!("{quoi} : {trouve:?} au lieu de {attendu:?}")) }
}
