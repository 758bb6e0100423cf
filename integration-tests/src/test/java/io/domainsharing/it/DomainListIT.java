// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which domains are shared. */
@Tag("D5")
@ExtendWith(NoLeftovers.class)
class DomainListIT {
    @Test
    void onlyTheListedDomainsShouldBeShared() {
        try (OnePeerServer lyon = new OnePeerServer("lyon-listed", "127.0.1.51", "127.0.1.52", xml -> {})) {
            lyon.james.webAdmin().domain("private.example");
            lyon.peer.script(query -> query.status(5));

            assertThat(lyon.rcpt("somebody@private.example")).isEqualTo(550);
            assertThat(lyon.peer.asked("somebody@private.example")).isZero();
            assertThat(lyon.rcpt("somebody@example.com")).isEqualTo(250);
        }
    }

    @Test
    void everyLocalDomainShouldBeSharedWhenNoneIsListed() {
        try (OnePeerServer lyon =
                new OnePeerServer("lyon-unlisted", "127.0.1.53", "127.0.1.54", xml -> xml.remove("domains"))) {
            lyon.james.webAdmin().domain("second.example");
            lyon.peer.script(query -> query.status(5));

            assertThat(lyon.rcpt("somebody@second.example")).isEqualTo(250);
            assertThat(lyon.rcpt("somebody@example.com")).isEqualTo(250);
            assertThat(lyon.rcpt("somebody@elsewhere.example")).isBetween(500, 599);
            assertThat(lyon.peer.asked("somebody@elsewhere.example")).isZero();
        }
    }
}
