//! Which instructions the kernels run on: the widest that the machine has, found out at run time.

use pulp::{Arch, WithSimd};

/// Runs a kernel on the widest instructions there are.
pub(crate) fn dispatch<K: WithSimd>(kernel: K) -> K::Output {
    #[cfg(test)]
    if plain::is_on() {
        return kernel.with_simd(pulp::Scalar::new());
    }
    Arch::new().dispatch(kernel)
}

/// The way of machines without vector instructions, for tests.
#[cfg(test)]
pub(crate) mod plain {
    use std::sync::atomic::{AtomicBool, Ordering};

    // For all threads, since kernels run on those of a pool. Other tests may notice, to no harm: what
    // they find must not depend on it.
    static ON: AtomicBool = AtomicBool::new(false);

    pub(super) fn is_on() -> bool {
        ON.load(Ordering::SeqCst)
    }

    /// What is found without vector instructions.
    pub(crate) fn on<T>(find: impl FnOnce() -> T) -> T {
        ON.store(true, Ordering::SeqCst);
        let found = find();
        ON.store(false, Ordering::SeqCst);
        found
    }
}
