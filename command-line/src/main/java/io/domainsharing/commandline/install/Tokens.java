// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.conf.Office;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Peer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Makes secrets and tokens, and shows a token where it is to be copied from. Stateless. */
final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OCTETS = 18;

    private Tokens() {}

    /** 24 letters, digits, hyphens and underscores, of 144 random bits. */
    static String random() {
        byte[] octets = new byte[OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static Secret secret() {
        return new Secret(random());
    }

    /**
     * An invitation by a server that is installed.
     *
     * @param own the server as others know it
     * @param to a peer of its file that it is for; null: whoever comes
     * @throws IOException nobody can ask the server, or it asks the peer without a secret
     */
    static JoinToken invitation(Site site, Office own, @Nullable Office to, Instant now, Duration valid)
            throws IOException {
        return new JoinToken(
                random(),
                false,
                now.plus(valid),
                own,
                ownSecret(site),
                site.domains(),
                to,
                to == null ? null : peerSecret(site, to));
    }

    /** What a server that took an open invitation tells the one that made it. */
    static JoinToken answer(Site site, Office own, JoinToken invitation) throws IOException {
        return new JoinToken(
                invitation.id(), true, invitation.expires(), own, ownSecret(site), site.domains(), null, null);
    }

    private static Secret ownSecret(Site site) throws IOException {
        return site.secrets().stream()
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "domainsharing.xml has no <minger><secret>, so nobody can ask this server: add one"));
    }

    private static Secret peerSecret(Site site, Office to) throws IOException {
        Secret secret = site.peer(to.name()).map(Peer::secret).orElse(null);
        if (secret == null) {
            throw new IOException("domainsharing.xml has no <secret> for the peer " + to.name() + ": add one");
        }
        return secret;
    }

    /** The command to be typed at the other office. */
    static void show(Screen screen, String where, String command, JoinToken token) {
        screen.line("");
        screen.line(new Word(
                "At " + where + ", until " + token.expires() + ", in the folder that holds conf/:", Style.STRONG));
        screen.line("  domain-sharing " + command + " '" + token.encoded() + "'");
        screen.line(new Word(
                ";; the token holds a secret: hand it over as you would a password. With - in its place the command reads it from"
                        + " the standard input, and no history of a shell has it",
                Style.FAINT));
    }
}
