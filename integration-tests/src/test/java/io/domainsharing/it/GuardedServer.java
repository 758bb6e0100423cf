// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * kyoto, whose WebAdmin wants a token. It shares example.com with mallory, which is asked by RCPT, and has mallory for a
 * secondary too; every word of mallory is markup. Started once for all test classes that ask for it as a parameter.
 */
final class GuardedServer implements ExtensionContext.Store.CloseableResource {
    /** What a browser must show as it stands. */
    static final String MARKUP = "<img src=x onerror=document.title='owned'>";

    /** What a terminal must show as it stands: clears the screen, names the window, turns the direction of writing. */
    static final String CONTROL = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e";

    /** mallory takes it when asked for, and no mail for it. */
    static final String HELD = "held@example.com";

    /** What browsers call it behind a proxy. */
    static final String NAME = "mail-admin.example.com";

    final JamesServer kyoto = JamesServer.extended("kyoto", "127.0.2.41");
    final AdminTokens tokens = new AdminTokens();
    private final SmtpSink mallory = SmtpSink.on("127.0.2.42").answering(GuardedServer::malice);

    GuardedServer() {
        Sharing.join("example.com", kyoto, List.of());
        kyoto.conf().edit("domainsharing.xml", xml -> {
            xml.add("peers/peer", "");
            xml.add("peers/peer/name", "mallory").add("peers/peer/smtp", mallory.address());
            xml.add("peers/peer/lookup", "rcpt");
            xml.add("webadmin/host", NAME);
            xml.set("secondaries/secondary/smtp", mallory.address()).set("secondaries/secondary/domain", "example.com");
        });
        kyoto.conf().write("jwt_publickey", tokens.publicKey());
        kyoto.conf()
                .set(
                        "webadmin.properties",
                        Map.of("jwt.enabled", "true", "jwt.publickeypem.url", "file://conf/jwt_publickey"));
        kyoto.start();
    }

    /** With the token of an administrator. */
    WebAdmin webAdmin() {
        return kyoto.webAdmin().withToken(tokens.token(true));
    }

    private static Optional<String> malice(String command) {
        if (command.startsWith("ETRN")) {
            return Optional.of("458 4.3.0 " + MARKUP);
        }
        // A question comes from the null sender, a message from somebody.
        if (command.startsWith("MAIL FROM:") && !command.startsWith("MAIL FROM:<>")) {
            return Optional.of("451 4.7.1 " + MARKUP);
        }
        if (command.startsWith("RCPT TO:") && command.contains("control")) {
            return Optional.of("554 5.7.1 " + CONTROL);
        }
        if (command.startsWith("RCPT TO:") && !command.contains(HELD)) {
            return Optional.of(command.contains("policy") ? "554 5.7.1 " + MARKUP : "550 5.1.1 " + MARKUP);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        kyoto.close();
        mallory.close();
    }

    /** Gives the server to tests that have a parameter of this type. */
    static final class Shared extends SharedFixture<GuardedServer> {
        Shared() {
            super(GuardedServer.class);
        }
    }
}
