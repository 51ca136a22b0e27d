//! How long something takes, by the clock and by the processor.

use std::time::Instant;

/// Started when something begins.
pub struct Clock {
    began: Instant,
    cpu_began: Option<f64>,
}

impl Clock {
    pub fn start() -> Self {
        Self { began: Instant::now(), cpu_began: cpu_s() }
    }

    /// Seconds by the clock.
    pub fn wall_s(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    /// Seconds of the processor in all threads, where the system tells them.
    pub fn cpu_s(&self) -> Option<f64> {
        Some(cpu_s()? - self.cpu_began?)
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not tell the time of the processor")]
fn cpu_s() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
}

#[cfg(not(unix))]
fn cpu_s() -> Option<f64> {
    None
}
