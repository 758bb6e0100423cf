// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.domainsharing.smtpclient.SmtpCommand.Etrn;
import io.domainsharing.smtpclient.SmtpCommand.Rcpt;
import io.domainsharing.smtpclient.SmtpCommand.Vrfy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("V1")
class SmtpCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@example.com\r\nDATA",
                "bob\r\n@example.com",
                "bob@example.com\n",
                "bob\u0000@example.com",
                "\"a\rb\"@example.com",
                "bob@example.com> SIZE=1",
                "<bob@example.com>",
                "bob@exam ple.com",
                "b ob@example.com",
                "b\u00f6b@example.com",
                "bob",
                "@example.com",
                "bob@",
                ""
            })
    void addressThatCouldBeMoreThanAnAddressShouldBeRefused(String address) {
        assertThat(SmtpCommand.isUsable(address)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new Rcpt(address));
        assertThatIllegalArgumentException().isThrownBy(() -> new Vrfy(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bob@example.com", "\"bob smith\"@example.com", "\"a>b\"@example.com", "o'hara+x@[127.0.0.1]"})
    void addressShouldBeTakenAsItIs(String address) {
        assertThat(SmtpCommand.isUsable(address)).isTrue();
        assertThat(new Rcpt(address).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "example.com\r\nQUIT", "exam\u0000ple.com", "ex\u00e4mple.com"})
    void nodeThatCouldBeMoreThanANodeShouldBeRefused(String node) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Etrn(node));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "@example.com", "#queue"})
    void nodeShouldBeTakenAsItIs(String node) {
        assertThat(new Etrn(node).node()).isEqualTo(node);
    }
}
