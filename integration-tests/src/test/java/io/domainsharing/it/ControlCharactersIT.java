// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Text of clients, peers, mails and WebAdmin that holds what moves a cursor, ends a line or turns the direction of writing: none of it
 * reaches a log line, an SMTP reply or an answer of WebAdmin as it is.
 */
@Tag("O3")
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class ControlCharactersIT {
    /** ESC, NUL, DEL, two of C1, right-to-left override, zero width space, line and paragraph separator, a bare CR. */
    private static final String EVIL = "\u001b[2J\0\u007f\u0085\u009b\u202e\u200b\u2028\u2029\rFORGED";

    /** Where what follows may be a line of its own. */
    private static final String EVIL_LINE = EVIL + "\nFORGED INFO line\n";

    private static final Pattern RAW =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]");

    /** James's own lines quote as they like; what keeps them harmless is in james-conf/logback.xml. */
    private static final Pattern OURS = Pattern.compile("^\\S+ \\[[A-Z ]+] (?:io\\.domainsharing|i\\.d)\\.");

    private OnePeerServer lyon;
    private final List<String> replies = new ArrayList<>();

    @BeforeAll
    void start() {
        lyon = new OnePeerServer("lyon-controls", "127.0.2.101", "127.0.2.102", xml -> {});
        lyon.peer.script(query -> query.status(query.mailbox().startsWith("colleague") ? 5 : 3));
    }

    @AfterAll
    void stop() {
        lyon.close();
    }

    private String logAfter(Runnable planting) {
        int before = lyon.james.log().length();
        planting.run();
        return lyon.james.log().substring(before);
    }

    private void await250ThenLog(String mark) {
        await().until(() -> lyon.james.log().contains(mark));
    }

    private static void assertHarmless(String log) {
        assertThat(log.lines())
                .as("a log")
                .isNotEmpty()
                .noneMatch(line -> line.startsWith("FORGED"))
                .filteredOn(line -> OURS.matcher(line).find())
                .isNotEmpty()
                .noneMatch(line -> RAW.matcher(line).find());
    }

    private void say(SmtpSession session, String command) {
        replies.addAll(session.send(command).lines());
    }

    @Test
    void commandsShouldReachNoLogAndNoReply() {
        String log = logAfter(() -> {
            try (SmtpSession session =
                    SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
                // The reply is James's own, and repeats the name as it is; so does a line of the log in James 3.9.
                if (!StockJames.underTest().isJakarta()) {
                    session.send("EHLO " + EVIL);
                }
                say(session, "HELO client.example.net");
                say(session, "MAIL FROM:<" + EVIL + "@example.net>");
                say(session, "MAIL FROM:<ann@example.net> RET=" + EVIL);
                say(session, "MAIL FROM:" + EVIL);
                say(session, "MAIL FROM:<ann@example.net>");
                say(session, "RCPT TO:<" + EVIL + "@example.com>");
                say(session, "RCPT TO:<\"" + EVIL + "\"@example.com>");
                say(session, "RCPT TO:<x@" + EVIL + ".example.com>");
                say(session, "RCPT TO:<x@example.com> NOTIFY=" + EVIL);
                say(session, "RCPT TO:" + EVIL);
                say(session, "VRFY " + EVIL);
                say(session, "ETRN " + EVIL);
                say(session, "RCPT TO:<first-control@example.com>");
            }
            await250ThenLog("first-control@example.com");
        });

        assertHarmless(log);
        assertThat(replies).allMatch(line -> line.matches("\\p{Print}*"));
    }

    @Test
    void datagramsOfAPeerShouldReachNoLogAndNoAnswer() {
        lyon.peer.script(query -> {
            query.raw(EVIL_LINE);
            query.raw(query.mailbox() + " 3 " + EVIL_LINE);
            query.raw(query.mailbox() + ' ' + EVIL);
            query.raw(EVIL + " 5");
        });
        String log = logAfter(() -> {
            lyon.rcpt("second-control@example.com");
            lyon.james.webAdmin().send("POST", "/domain-sharing/peers/oslo?action=test", "");
            await250ThenLog("second-control@example.com");
        });
        lyon.peer.script(query -> query.status(query.mailbox().startsWith("colleague") ? 5 : 3));

        assertHarmless(log);
        assertAscii(lyon.james.webAdmin().send("GET", "/domain-sharing/peers", ""));
        assertAscii(lyon.james.webAdmin().send("GET", "/domain-sharing/owners/second-control@example.com", ""));
        lyon.james.webAdmin().send("POST", "/domain-sharing/peers/oslo?action=test", "");
        await().until(() -> lyon.rcpt("colleague-again@example.com") == 250);
    }

    @Test
    void repliesOfAPeerShouldReachNoLogNoReportAndNoAnswer() {
        String[] replyTexts = {
            "550 5.7.1 no " + EVIL, "450 4.2.0 later " + EVIL, "554-" + EVIL + "\r\n554 " + EVIL, EVIL_LINE
        };
        List<String> verbs = List.of("EHLO", "MAIL", "RCPT", SmtpSink.END_OF_MESSAGE);
        String log = logAfter(() -> {
            for (String verb : verbs) {
                for (int i = 0; i < replyTexts.length; i++) {
                    String text = replyTexts[i];
                    lyon.peer
                            .sink()
                            .answering(line -> line.toUpperCase(Locale.ROOT).startsWith(verb)
                                    ? Optional.of(text)
                                    : Optional.empty());
                    String recipient = "colleague-" + verbs.indexOf(verb) + i + "@example.com";
                    lyon.send(OnePeerServer.LOCAL, "controls", recipient);
                    await().until(() -> lyon.james
                            .log()
                            .lines()
                            .anyMatch(line -> line.contains(recipient)
                                    && (line.contains("is returned")
                                            || line.contains("waits")
                                            || line.contains("is refused"))));
                }
            }
        });
        lyon.peer.sink().answering(line -> Optional.empty());

        assertHarmless(log);
        for (String path : List.of("/domain-sharing/peers", "/domain-sharing/peers/oslo", "/domain-sharing/status")) {
            assertAscii(lyon.james.webAdmin().send("GET", path, ""));
        }
    }

    @Test
    void headersOfAMailShouldReachNoLog() {
        String log = logAfter(() -> {
            try (SmtpSession session = lyon.session()) {
                assertThat(session.rcpt(OnePeerServer.LOCAL).code()).isEqualTo(250);
                assertThat(session.rcpt("colleague-headers@example.com").code()).isEqualTo(250);
                String evil = EVIL.replace("\r", "");
                session.data("Message-ID: <" + evil + "@x>\nSubject: third-control " + evil + "\nX-Domain-Sharing: "
                        + evil
                        + "\nX-Domain-Sharing-Gateway: " + evil + "\nList-Id: " + evil + "\nReceived: from " + evil
                        + "\nContent-Type: text/plain; name=" + evil + "\n\nhello\n");
            }
            await().until(() ->
                    !lyon.taken("third-control " + EVIL.replace("\r", "")).isEmpty()
                            || lyon.james.log().contains("for [colleague-headers@example.com] is with oslo"));
        });

        assertHarmless(log);
    }

    @Test
    void requestsShouldReachNoLogAndNoAnswer() {
        WebAdmin webAdmin = lyon.james.webAdmin();
        String path = URLEncoder.encode(EVIL_LINE, StandardCharsets.UTF_8).replace("+", "%20");
        String json = "\\u001b[2J\\u0000\\u007f\\u0085\\u009b\\u202e\\u200b\\u2028\\r\\nFORGED \u202e\u200b\u009b";
        String log = logAfter(() -> {
            assertAscii(webAdmin.send("GET", "/domain-sharing/owners/" + path + "@example.com", ""));
            assertAscii(webAdmin.send("GET", "/domain-sharing/peers/" + path, ""));
            assertAscii(webAdmin.send("DELETE", "/domain-sharing/peers/" + path, ""));
            assertAscii(webAdmin.send("PUT", "/domain-sharing/peers/" + path, "{\"smtp\":[\"127.0.0.1:25\"]}"));
            for (String key : List.of("smtp", "secret", "trusted", "domain", "tls", "unknownUser", "lookup", json)) {
                assertAscii(webAdmin.send(
                        "PUT",
                        "/domain-sharing/peers/evil",
                        "{\"smtp\":[\"127.0.0.1:25\"],\"" + (key.equals("smtp") ? "smtp " : key) + "\":\"" + json
                                + "\"}"));
            }
            assertAscii(webAdmin.send("PUT", "/domain-sharing/peers/evil", json));
            assertAscii(webAdmin.send("DELETE", "/domain-sharing/cache/" + path, ""));
            assertThat(lyon.rcpt("fourth-control@example.com")).isEqualTo(550);
            await250ThenLog("fourth-control@example.com");
        });

        assertHarmless(log);
    }

    /** Page and answer alike. */
    private static void assertAscii(HttpResponse<String> answer) {
        assertThat(answer.body()).as(answer.request().toString()).matches("[\\p{Print}\\r\\n]*");
    }
}
