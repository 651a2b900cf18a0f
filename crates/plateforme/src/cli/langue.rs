//! What the reader of the command line refuses, said in French, with what to do. Help and usage keep the words of the engine.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The refusal in a French sentence; `None` for what is no refusal (help, version), or one of a kind that is left as it is.
pub fn traduire(erreur: &Error) -> Option<String> {
    let lire = |genre| erreur.get(genre).map(dire);
    let argument = lire(ContextKind::InvalidArg);
    let valeur = lire(ContextKind::InvalidValue).filter(|valeur| !valeur.is_empty());
    let permises = lire(ContextKind::ValidValue).filter(|permises| !permises.is_empty());
    let aide = "« --help » montre ce qui s’écrit";
    let dite = match (erreur.kind(), argument, valeur) {
        (ErrorKind::InvalidValue, Some(argument), None) => format!("{argument} attend une valeur ; {aide}"),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(argument), Some(valeur)) => {
            // Ours say what is wrong with what was typed; those of the engine are in English.
            let cause = std::error::Error::source(erreur).map(ToString::to_string);
            let cause = cause
                .filter(|cause| cause.contains('«'))
                .or(permises.map(|p| format!("choisissez parmi {p}")));
            match cause {
                Some(cause) => format!("{argument} : {cause}"),
                None => format!("{argument} : « {valeur} » ne convient pas ; {aide}"),
            }
        }
        (ErrorKind::UnknownArgument, Some(argument), _) => {
            format!("« {argument} » n’est pas une option ici ; {aide}")
        }
        (ErrorKind::InvalidSubcommand, _, _) => {
            let verbe = lire(ContextKind::InvalidSubcommand)?;
            format!("« {verbe} » n’est pas un verbe ici ; {aide}")
        }
        (ErrorKind::ArgumentConflict, Some(argument), _) => {
            let avec = lire(ContextKind::PriorArg).unwrap_or_else(|| "un autre".to_owned());
            format!("{argument} ne va pas avec {avec} : gardez l’un des deux")
        }
        (ErrorKind::MissingRequiredArgument, Some(argument), _) => format!("il manque {argument} ; {aide}"),
        _ => return None,
    };
    Some(dite)
}

fn dire(valeur: &ContextValue) -> String {
    match valeur {
        ContextValue::Strings(plusieurs) => plusieurs.join(", "),
        autre => autre.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::traduire;
    use crate::cli::Cli;

    fn refus(arguments: &[&str]) -> Option<String> {
        let ecrits = ["acces-direct", "indicateurs"].iter().chain(arguments);
        traduire(&Cli::try_parse_from(ecrits).err().unwrap())
    }

    #[test]
    fn un_refus_se_dit_en_francais_et_dit_quoi_faire() {
        for (arguments, dit) in [
            (&["--annee", "deux-mille"][..], "quatre chiffres"),
            (&["--annee", "2026", "--periode", "2026-03"], "gardez l’un des deux"),
            (&["--variante", "toutes"], "ouverture, cloture, calendaire"),
            (&["--structure", "LUNE"], "MSP"),
            (&["--inconnue"], "n’est pas une option ici"),
            (&["--annee"], "attend une valeur"),
            (&["prendre"], "il manque --departement"),
        ] {
            let refus = refus(arguments).unwrap();
            assert!(refus.contains(dit), "{arguments:?}: {refus}");
            for anglais in ["invalid", "error", "argument", "value", "the "] {
                assert!(!refus.contains(anglais), "{arguments:?}: {refus}");
            }
        }
        assert_eq!(refus(&["--help"]), None, "help is no refusal");
    }
}
