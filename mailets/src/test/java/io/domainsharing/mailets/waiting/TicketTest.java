// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void textShouldBeReadAsItWasWritten(long serial) {
        Ticket ticket = new Ticket("Mail17-a b\nc.1234", serial, Instant.ofEpochMilli(1_700_000_000_123L));

        assertThat(Ticket.parse(ticket.asText())).isEqualTo(ticket);
    }

    @Test
    void textShouldStayAsOtherNodesReadIt() {
        assertThat(new Ticket("Mail17.x", 255, Instant.ofEpochMilli(12)).asText())
                .isEqualTo("1 00000000000000ff 12 Mail17.x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "2 00000000000000ff 12 a",
                "1 ff 12 a",
                "1 00000000000000ff 12 ",
                "1 00000000000000ff -1 a"
            })
    void otherTextShouldBeRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ticket.parse(text));
    }
}
