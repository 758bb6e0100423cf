// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.SmtpCommand.Hello;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server announces now, and who hears of it. */
@Timeout(30)
@Tag("D15")
class HelloTest extends ClientBench {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger limit = new AtomicInteger(1000);

    @BeforeEach
    void listen() {
        configure(defaults.withHeard((asked, extensions) ->
                heard.add(asked.port() == server.port() ? extensions.limit().toString() : "another server")));
        server.on("EHLO", line -> "250-here\r\n250 SIZE " + limit);
    }

    @Test
    void eachQuestionShouldBeAnsweredByAnEhloOfNow() throws Exception {
        assertThat(reply(new Hello()).code()).isEqualTo(250);
        limit.set(2000);

        assertThat(reply(new Hello()).code()).isEqualTo(250);

        assertThat(heard).containsExactly("OptionalLong[1000]", "OptionalLong[2000]");
        assertThat(server.heard("MAIL")).isZero();
    }

    @Test
    void connectionThatIsOpenShouldServeTheNextQuestion() throws Exception {
        reply(new Hello());

        assertThat(reply(BOB).code()).isEqualTo(250);

        assertThat(server.connections()).isOne();
        assertThat(heard).hasSize(1);
    }

    @Test
    void serverThatRefusesToBeGreetedShouldAnnounceNothing() throws Exception {
        server.on("EHLO", line -> "421 busy");

        assertThat(none(new Hello()).reason()).isEqualTo(Reason.REFUSED);
        assertThat(heard).isEmpty();
    }
}
