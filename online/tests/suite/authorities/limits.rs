//! How often an authority is asked: pauses after failures, limits, few at once.

use std::thread;
use std::time::Duration;

use jiff::SignedDuration;
use kyso_online::{BreakerSettings, RateLimit, TimestampAuthorities, TsaSettings};
use kyso_pki::TimestampFailure;
use kyso_test_pki::Behaviour;

use super::{authorities, failures, once, server};
use crate::gateway::{Gateway, address_of};
use crate::support::{Hands, now};

#[test]
fn an_authority_that_fails_again_and_again_is_left_alone_for_a_while() {
    let server = server(Behaviour::Status(500));
    let hands = Hands::new();
    let breaker = BreakerSettings {
        failures: 2,
        pause: Duration::from_secs(60),
    };
    let settings = TsaSettings {
        breaker,
        clock_tolerance: None,
        ..once(&server.url())
    };
    let authorities = TimestampAuthorities::new(&[settings], &hands.clock()).unwrap();
    let until = now() + SignedDuration::from_secs(60);
    failures(&authorities);
    failures(&authorities);
    assert_eq!(
        failures(&authorities),
        [TimestampFailure::Suspended { until }]
    );
    assert_eq!(authorities.status()[0].suspended_until, Some(until));
    assert_eq!(server.requests(), 2);
    // The server is back, but the client does not try it before the pause is over.
    server.behave(Behaviour::Honest).unwrap();
    assert_eq!(failures(&authorities).len(), 1);
    hands.advance(SignedDuration::from_secs(60));
    assert_eq!(failures(&authorities), []);
    assert_eq!(authorities.status()[0].suspended_until, None);
    assert_eq!(server.requests(), 3);
}

#[test]
fn the_limit_of_an_authority_is_kept() {
    let (first, second) = (server(Behaviour::Honest), server(Behaviour::Honest));
    let hands = Hands::new();
    let limited = TsaSettings {
        rate: Some(RateLimit {
            requests: 2,
            window: Duration::from_secs(20 * 60),
        }),
        clock_tolerance: None,
        ..once(&first.url())
    };
    let settings = [limited, once(&second.url())];
    let authorities = TimestampAuthorities::new(&settings, &hands.clock()).unwrap();
    assert_eq!(authorities.status()[0].remaining, Some(2));
    assert_eq!(authorities.status()[1].remaining, None);
    assert_eq!(failures(&authorities), []);
    assert_eq!(failures(&authorities), []);
    let until = now() + SignedDuration::from_mins(20);
    assert_eq!(
        failures(&authorities),
        [TimestampFailure::Exhausted { until }]
    );
    assert_eq!(authorities.status()[0].remaining, Some(0));
    assert_eq!((first.requests(), second.requests()), (2, 1));
    hands.advance(SignedDuration::from_mins(20));
    assert_eq!(failures(&authorities), []);
}

#[test]
fn few_requests_are_with_an_authority_at_once() {
    let backend = server(Behaviour::Honest);
    let address = address_of(&backend.url());
    let gateway = Gateway::start(move |call| {
        thread::sleep(Duration::from_millis(50));
        call.pass_on(&address, "/")
    });
    let authorities = authorities(&[TsaSettings {
        parallel: 2,
        ..once(&gateway.url())
    }]);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| assert_eq!(failures(&authorities), []));
        }
    });
    assert_eq!((gateway.most_at_once(), gateway.heads().len()), (2, 6));
}
