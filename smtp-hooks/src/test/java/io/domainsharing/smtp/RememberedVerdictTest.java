// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook before ours puts frank off once, as one for greylisting does; meanwhile frank's mailbox is removed. */
class RememberedVerdictTest {
    private static final MailAddress FRANK = address("frank@example.com");
    private static final Verdict LOCAL = new Verdict.Local(LocalMatch.ACCOUNT);
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final String RCPT = "RCPT TO:<frank@example.com>";

    private final InMemoryOwnership ownership = new InMemoryOwnership();
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(ownership);
        listener.firstHook = HookResult.DENYSOFT;
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP",
                "RCPT TO:<other@here.example>",
                "RSET|MAIL FROM:<y@elsewhere.example>",
                "EHLO client.example|MAIL FROM:<y@elsewhere.example>"
            })
    void verdictShouldCountInOneRunOnly(String between) throws Exception {
        ownership.know(FRANK, LOCAL);
        try (SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange(RCPT)).startsWith("451");
            ownership.know(FRANK, NOBODY);
            for (String command : List.of(between.split("\\|"))) {
                client.exchange(command);
            }
            listener.firstHook = HookResult.DECLINED;
            assertThat(client.exchange(RCPT)).startsWith("550 5.1.1");
        }
    }

    @Test
    void verdictThatWasWaitedForShouldCountInOneRunOnly() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            answer(client, LOCAL);
            assertThat(client.reply()).startsWith("451");
            listener.firstHook = HookResult.DECLINED;
            answer(client, NOBODY);
            assertThat(client.reply()).startsWith("550 5.1.1");
        }
    }

    @Test
    void whatNobodyCouldWaitForShouldBeKnownAtTheNextTry() {
        assertThat(OwnMissingAnswer.unlessKnown(ownership, FRANK)).isInstanceOf(Verdict.Undetermined.class);

        assertThat(ownership.isPending(FRANK)).isTrue();
    }

    private void answer(SmtpClient client, Verdict verdict) throws Exception {
        client.send(RCPT);
        await().until(() -> ownership.isPending(FRANK));
        ownership.complete(FRANK, verdict);
    }
}
