//! How much of the machine this process takes from others.

use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy,
    thread_native_id,
};

/// Steps back behind everybody on this machine who wants the processor (`SCHED_IDLE`): a server that wakes up to answer
/// has it at once, and where it is idle, work is as fast as before. Called before other threads are started: they take
/// it over.
pub(crate) fn step_back() {
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    // A system that refuses leaves everything as it was.
    let _ = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_steps_back_and_all_that_it_starts_wait_for_others() {
        // Field 41 of proc_pid_stat(5), behind the name in parentheses; SCHED_IDLE is 5 (sched(7)).
        let policy = || {
            let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
            stat.rsplit_once(") ").unwrap().1.split(' ').nth(38).unwrap().to_owned()
        };
        let stepped_back = move || {
            step_back();
            (policy(), std::thread::spawn(policy).join().unwrap())
        };
        assert_eq!(policy(), "0");
        assert_eq!(std::thread::spawn(stepped_back).join().unwrap(), ("5".to_owned(), "5".to_owned()));
    }
}
