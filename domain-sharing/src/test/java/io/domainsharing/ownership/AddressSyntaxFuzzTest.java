// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.smtpclient.AddressSyntax;
import io.domainsharing.smtpclient.AddressSyntax.Kind;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpCommand.Rcpt;
import io.domainsharing.smtpclient.SmtpCommand.Vrfy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A million addresses, most of them nearly right, on both wires. What fails prints the address. */
@Tag("H2")
class AddressSyntaxFuzzTest {
    private static final long SEED = 20_261_130;
    private static final int ADDRESSES = 1_000_000;

    private static final String[] PIECES = {
        "bob",
        "a.b",
        "..",
        ".",
        "o'hara",
        "+tag",
        "\"",
        "\"a b\"",
        "\\",
        "\\\"",
        "\\ ",
        " ",
        "<",
        ">",
        "@",
        "@@",
        ":",
        ";",
        ",",
        "(",
        "[",
        "]",
        "\r",
        "\n",
        "\r\n",
        "\u0000",
        "\t",
        "\u001b",
        "\u007f",
        "\u0085",
        "\u009b",
        "\u00f6",
        "\u760d",
        "\ud83d\ude00",
        "\ud83d",
        "\ude00",
        "\u2028",
        "\u3002",
        "\ufffd"
    };
    private static final String[] DOMAINS = {
        "@example.com",
        "@Example.COM",
        "@localhost",
        "@[127.0.0.1]",
        "@[IPv6:::1]",
        "@b\u00fccher.example",
        "@x--y.example",
        "@-x.example",
        "@exam ple.com",
        "@a\u3002b",
        "@example.com>",
        "@example..com",
        "@example.com\r",
        "@",
        ""
    };
    /** The commands that look-ups send (RFC 5321 sections 4.1.1.3 and 4.1.1.6): a path ends where no quotes are open. */
    private static final Pattern PATH = Pattern.compile("<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\">])*)>");

    private final Random random = new Random(SEED);

    private String address() {
        StringBuilder local = new StringBuilder();
        int pieces = random.nextInt(4);
        for (int i = 0; i <= pieces; i++) {
            // Half of the pieces are plain, so that half of the addresses are right.
            local.append(PIECES[random.nextInt(random.nextBoolean() ? 6 : PIECES.length)]);
        }
        boolean quoted = random.nextInt(3) == 0;
        String domain = DOMAINS[random.nextInt(random.nextBoolean() ? 4 : DOMAINS.length)];
        return (quoted ? "\"" + local + "\"" : local) + domain;
    }

    @Test
    void whatTheRuleForbidsShouldReachNoCommandAndWhatItAllowsShouldArriveAsItIs() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (int i = 0; i < ADDRESSES; i++) {
            String address = address();
            Kind kind = AddressSyntax.of(address).kind();
            counts.merge(kind, 1, Integer::sum);
            if (kind == Kind.ASCII) {
                assertArrives(address);
            } else if (SmtpCommand.isUsable(address)) {
                throw new AssertionError("usable, though " + kind + ": " + address);
            } else if (i % 1_000 == 0) {
                assertThatIllegalArgumentException().isThrownBy(() -> new Rcpt(address));
                assertThatIllegalArgumentException().isThrownBy(() -> new Vrfy(address));
            }
        }
        // Nothing is said by a rule that forbids everything.
        assertThat(counts.values()).hasSize(3).allMatch(count -> count > ADDRESSES / 100);
    }

    private static void assertArrives(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) < 0x20 || address.charAt(i) > 0x7e) {
                throw new AssertionError("not printable: " + address);
            }
        }
        var path = PATH.matcher("<" + new Rcpt(address).address() + ">");
        boolean survivesSmtp = path.matches() && path.group(1).equals(address);
        QueryReading read =
                MingerQuery.read(MingerQuery.of(Mailbox.parse(address), null).toBytes());
        boolean survivesMinger = read instanceof QueryReading.WellFormed query
                && query.query().mailbox().toString().equals(address);
        if (!survivesSmtp || !survivesMinger) {
            throw new AssertionError("does not arrive as it is: " + address);
        }
    }
}
