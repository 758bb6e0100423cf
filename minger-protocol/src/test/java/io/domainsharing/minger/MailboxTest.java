// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxTest {
    @ParameterizedTest
    @CsvSource({
        "aZ-[@example.com, AZ-[@EXAMPLE.COM, az-[@example.com",
        "{`z@a.b, {`Z@A.B, {`z@a.b",
        "'\"a B\"@Example.com', '\"a B\"@EXAMPLE.COM', '\"a B\"@example.com'",
    })
    void respeltShouldChangeLettersAloneAndNoQuotedLocalPart(String mailbox, String upper, String lower) {
        assertThat(Mailbox.parse(mailbox).respelt(() -> true)).hasToString(upper);
        assertThat(Mailbox.parse(mailbox).respelt(() -> false)).hasToString(lower);
    }

    @Test
    void respeltShouldKeepWhatStandsOnBothSidesOfTheAt() {
        Mailbox respelt = Mailbox.parse("Arvel@Example.com").respelt(() -> true);

        assertThat(respelt.localPart()).isEqualTo("ARVEL");
        assertThat(respelt.domain()).isEqualTo("EXAMPLE.COM");
    }

    @Test
    void mailboxesShouldBeEqualWhenTheirOctetsAre() {
        assertThat(Mailbox.parse("a@b")).isEqualTo(Mailbox.parse("a@b")).hasSameHashCodeAs(Mailbox.parse("a@b"));
        assertThat(Mailbox.parse("a@b")).isNotEqualTo(Mailbox.parse("A@b")).isNotEqualTo("a@b");
    }
}
