//! Questions made up from the description (Schemathesis): whatever they say, the server is not at fault.

use crate::server;
use std::path::Path;
use std::process::Command;

/// The version whose findings were looked at.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

#[test]
#[ignore = "installs a package from PyPI; `.ci/run` asks for it"]
fn nothing_that_can_be_asked_is_a_fault_of_the_server() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemathesis");
    let run = |program: &Path, args: &[&str]| {
        let done = Command::new(program).args(args).output().expect("Python 3 is installed");
        let told = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
    };
    let tool = folder.join("bin/st");
    if !tool.exists() {
        run(Path::new("python3"), &["-m", "venv", folder.to_str().unwrap()]);
        run(&folder.join("bin/pip"), &["install", "--quiet", SCHEMATHESIS]);
    }
    let description = format!("http://{}/v1/openapi.json", server());
    run(
        &tool,
        &[
            "run",
            &description,
            "--phases=examples,coverage,fuzzing",
            "--checks=not_a_server_error,status_code_conformance,content_type_conformance,\
             response_schema_conformance",
            // Events end when a job does, and there is none of a made-up id.
            "--exclude-path=/v1/jobs/{id}/events",
            "--max-time=60",
            "--max-examples=40",
            "--request-timeout=60",
            "--generation-database=none",
            "--seed=1",
            "--no-color",
        ],
    );
}
