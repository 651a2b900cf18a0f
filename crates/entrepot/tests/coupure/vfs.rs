//! A VFS of SQLite that does what the real one does and writes every write, truncation, sync and deletion in a log.
//!
//! It reports no capability of the device (no safe overwrite, no atomic write), so that SQLite assumes the worst.
#![expect(unsafe_code, reason = "SQLite calls a VFS through C function pointers")]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::size_of;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

/// The files that a power cut can hurt. The shared memory is always lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fichier {
    Base,
    Wal,
    Journal,
}

/// What happened, in order.
#[derive(Clone, Debug)]
pub enum Operation {
    Ecriture {
        fichier: Fichier,
        place: usize,
        octets: Vec<u8>,
    },
    Troncature {
        fichier: Fichier,
        taille: usize,
    },
    Sync {
        fichier: Fichier,
    },
    Suppression {
        fichier: Fichier,
    },
    /// The store answered that this fact is durable.
    Acquittement {
        fait: i64,
    },
}

/// The log of one simulated disk.
#[derive(Default)]
pub struct Registre {
    operations: Mutex<Vec<Operation>>,
}

impl Registre {
    pub fn push(&self, operation: Operation) {
        self.lock().push(operation);
    }

    pub fn len(&self) -> usize {
        self.lock().len()
    }

    pub fn inspect<T>(&self, regarder: impl FnOnce(&[Operation]) -> T) -> T {
        regarder(&self.lock())
    }

    pub fn take(&self) -> Vec<Operation> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Operation>> {
        self.operations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a VFS carries: the real one and the log.
struct Contexte {
    reel: *mut ffi::sqlite3_vfs,
    registre: &'static Registre,
}

/// An open file: ours first, the real one just after it in memory.
#[repr(C)]
struct Ouvert {
    entete: ffi::sqlite3_file,
    registre: *const Registre,
    fichier: Option<Fichier>,
    reel: *mut ffi::sqlite3_file,
}

/// Registers a simulated disk under a name; it lives as long as the process.
pub fn register(nom: &str) -> &'static Registre {
    let registre: &'static Registre = Box::leak(Box::default());
    // SAFETY: the default VFS exists and lives for ever; ours is leaked, hence lives for ever too.
    unsafe {
        let reel = ffi::sqlite3_vfs_find(ptr::null());
        let contexte = Box::leak(Box::new(Contexte { reel, registre }));
        let mut vfs = ptr::read(reel);
        vfs.pNext = ptr::null_mut();
        vfs.szOsFile = c_int::try_from(size_of::<Ouvert>()).unwrap() + (*reel).szOsFile;
        vfs.zName = CString::new(nom).unwrap().into_raw();
        vfs.pAppData = ptr::from_mut(contexte).cast();
        vfs.xOpen = Some(open);
        vfs.xDelete = Some(delete);
        let code = ffi::sqlite3_vfs_register(Box::leak(Box::new(vfs)), 0);
        assert_eq!(code, ffi::SQLITE_OK);
    }
    registre
}

fn kind_of_flags(flags: c_int) -> Option<Fichier> {
    match flags {
        f if f & ffi::SQLITE_OPEN_MAIN_DB != 0 => Some(Fichier::Base),
        f if f & ffi::SQLITE_OPEN_WAL != 0 => Some(Fichier::Wal),
        f if f & ffi::SQLITE_OPEN_MAIN_JOURNAL != 0 => Some(Fichier::Journal),
        _ => None,
    }
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    nom: ffi::sqlite3_filename,
    fichier: *mut ffi::sqlite3_file,
    flags: c_int,
    sortie: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives our own VFS and `szOsFile` bytes: room for `Ouvert` then for the real file.
    unsafe {
        let contexte = &*(*vfs).pAppData.cast::<Contexte>();
        let ouvert = fichier.cast::<Ouvert>();
        let reel = ouvert.add(1).cast::<ffi::sqlite3_file>();
        (*reel).pMethods = ptr::null();
        let code = ((*contexte.reel).xOpen.unwrap())(contexte.reel, nom, reel, flags, sortie);
        let methodes: *const ffi::sqlite3_io_methods =
            if code == ffi::SQLITE_OK { &raw const METHODES.0 } else { ptr::null() };
        ptr::write(
            ouvert,
            Ouvert {
                entete: ffi::sqlite3_file { pMethods: methodes },
                registre: contexte.registre,
                fichier: kind_of_flags(flags),
                reel,
            },
        );
        code
    }
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, nom: *const c_char, sync: c_int) -> c_int {
    // SAFETY: SQLite gives our own VFS and a NUL-terminated name.
    unsafe {
        let contexte = &*(*vfs).pAppData.cast::<Contexte>();
        let texte = CStr::from_ptr(nom).to_string_lossy();
        let fichier = match texte.as_ref() {
            t if t.ends_with("-wal") => Some(Fichier::Wal),
            t if t.ends_with("-journal") => Some(Fichier::Journal),
            _ => None,
        };
        let code = ((*contexte.reel).xDelete.unwrap())(contexte.reel, nom, sync);
        if let (Some(fichier), ffi::SQLITE_OK) = (fichier, code) {
            contexte.registre.push(Operation::Suppression { fichier });
        }
        code
    }
}

struct Methodes(ffi::sqlite3_io_methods);
// SAFETY: the table is constant; it holds function pointers only.
unsafe impl Sync for Methodes {}

/// Version 2: shared memory, but no memory map, so that every write is seen.
static METHODES: Methodes = Methodes(ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
});

/// Notes an operation of a file that matters.
///
/// # Safety
/// `fichier` was opened by [`open`].
unsafe fn note(fichier: *mut ffi::sqlite3_file, operation: impl FnOnce(Fichier) -> Operation) {
    // SAFETY: by the caller's promise the pointer is an `Ouvert`, whose log lives for ever.
    unsafe {
        let ouvert = &*fichier.cast::<Ouvert>();
        if let Some(kind) = ouvert.fichier {
            (*ouvert.registre).push(operation(kind));
        }
    }
}

unsafe extern "C" fn write(f: *mut ffi::sqlite3_file, octets: *const c_void, n: c_int, place: i64) -> c_int {
    // SAFETY: SQLite gives `n` readable bytes and a file opened by us.
    unsafe {
        let copie = std::slice::from_raw_parts(octets.cast::<u8>(), usize::try_from(n).unwrap()).to_vec();
        let place_dans = usize::try_from(place).unwrap();
        note(f, |fichier| Operation::Ecriture { fichier, place: place_dans, octets: copie });
        let reel = (*f.cast::<Ouvert>()).reel;
        ((*(*reel).pMethods).xWrite.unwrap())(reel, octets, n, place)
    }
}

unsafe extern "C" fn truncate(f: *mut ffi::sqlite3_file, taille: i64) -> c_int {
    // SAFETY: a file opened by us.
    unsafe {
        let en_octets = usize::try_from(taille).unwrap();
        note(f, |fichier| Operation::Troncature { fichier, taille: en_octets });
        let reel = (*f.cast::<Ouvert>()).reel;
        ((*(*reel).pMethods).xTruncate.unwrap())(reel, taille)
    }
}

/// The real sync is left out: nothing here is cut for real, and the log alone tells what was asked.
unsafe extern "C" fn sync(f: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: a file opened by us.
    unsafe { note(f, |fichier| Operation::Sync { fichier }) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    512
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    0
}

/// Methods handed over to the real file as they are.
macro_rules! handed_over {
    ($($nom:ident = $methode:ident ( $($p:ident : $t:ty),* ) $(-> $r:ty)?;)*) => {$(
        unsafe extern "C" fn $nom(f: *mut ffi::sqlite3_file, $($p: $t),*) $(-> $r)? {
            // SAFETY: a file opened by us; the arguments are SQLite's own.
            unsafe {
                let reel = (*f.cast::<Ouvert>()).reel;
                ((*(*reel).pMethods).$methode.unwrap())(reel, $($p),*)
            }
        }
    )*};
}

handed_over! {
    close = xClose() -> c_int;
    read = xRead(octets: *mut c_void, n: c_int, place: i64) -> c_int;
    file_size = xFileSize(taille: *mut i64) -> c_int;
    lock = xLock(niveau: c_int) -> c_int;
    unlock = xUnlock(niveau: c_int) -> c_int;
    check_reserved_lock = xCheckReservedLock(sortie: *mut c_int) -> c_int;
    file_control = xFileControl(op: c_int, argument: *mut c_void) -> c_int;
    shm_map = xShmMap(page: c_int, taille: c_int, etendre: c_int, sortie: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(place: c_int, n: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier();
    shm_unmap = xShmUnmap(supprimer: c_int) -> c_int;
}
