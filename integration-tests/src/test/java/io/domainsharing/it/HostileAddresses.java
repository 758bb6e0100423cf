// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Addresses that were made to become something else on a wire, and good ones among them; the same with each run. An octet is a
 * character; there is no LF, since a line that has one is two commands.
 */
final class HostileAddresses {
    private static final int SEED = 20_261_130;

    /** What has no place in an address, not even quoted (RFC 5321 4.1.2: %d32-126). */
    private static final List<String> FORBIDDEN = List.of(
            "\r",
            "\rRCPT TO:<evil@third.example>\r",
            "\\\r",
            "\0",
            "\t",
            "\u001b[2J",
            "\u007f",
            "\u0085",
            "\u00e9",
            "\u00c0\u008a",
            "\u00ed\u00a0\u0080",
            "\u00ff\u00fe");

    /** What only SMTPUTF8 allows (RFC 6531); the low octets of some are line ends. */
    private static final List<String> BEYOND_ASCII = List.of(
            utf8("\u760d\u760aRCPT TO:<evil@third.example>\u760d\u760a"),
            utf8("\u0d0a"),
            utf8("\u00e9"),
            utf8("\u010d\u010a\u2028"));

    private static final List<String> PLAIN =
            List.of("a", "bob", "+tag", "=?utf-8?q?x?=", "%41", "!path", "'", "`", "{}", "~", "#", "-");
    private static final List<String> QUOTED = List.of(" ", "\\\"", "\\\\", "<", ">", "@", ",", ";", ":", "\\ ", "(c)");
    private static final List<String> DOMAINS =
            List.of("example.com", "EXAMPLE.com", "customer.example", "old.example", "elsewhere.example");

    private final Random random = new Random(SEED);

    /** What the standards say. */
    enum Rule {
        /** RFC 5321. */
        ALLOWED,
        /** RFC 6531, in a session with SMTPUTF8. */
        BEYOND_ASCII,
        /** Neither, or the queues of the server under test lose it. */
        FORBIDDEN
    }

    /**
     * One of them.
     *
     * @param path what stands between the angle brackets
     */
    record Address(String path, Rule rule) {
        /** Some hosts would send it on by what it has before the at (RFC 5321 F.2). */
        boolean isRoute() {
            return path.substring(0, path.lastIndexOf('@')).matches(".*[%!@].*");
        }

        boolean isIn(String domain) {
            return path.endsWith('@' + domain);
        }
    }

    private HostileAddresses() {}

    static List<Address> some(int count) {
        HostileAddresses addresses = new HostileAddresses();
        return Stream.generate(addresses::next)
                .map(HostileAddresses::asQueued)
                .distinct()
                .limit(count)
                .toList();
    }

    private Address next() {
        String domain = one(DOMAINS);
        return switch (random.nextInt(9)) {
            case 0 -> new Address(word() + '@' + domain, Rule.ALLOWED);
            case 1 -> new Address('"' + quoted() + "\"@" + domain, Rule.ALLOWED);
            case 2 -> new Address(word() + one(FORBIDDEN) + word() + '@' + domain, Rule.FORBIDDEN);
            case 3 -> new Address('"' + quoted() + one(FORBIDDEN) + quoted() + "\"@" + domain, Rule.FORBIDDEN);
            case 4 -> new Address(word() + '@' + one(FORBIDDEN) + domain, Rule.FORBIDDEN);
            case 5 -> new Address(word() + '@' + domain + one(FORBIDDEN), Rule.FORBIDDEN);
            case 6 -> new Address("x".repeat(400 + random.nextInt(900)) + '@' + domain, Rule.FORBIDDEN);
            case 7 -> new Address('"' + quoted() + one(BEYOND_ASCII) + "\"@" + domain, Rule.BEYOND_ASCII);
            default -> new Address('"' + quoted() + '@' + domain, Rule.FORBIDDEN);
        };
    }

    /** ActiveMQ's queues cut at a semicolon, in quotes or not. */
    private static Address asQueued(Address address) {
        return address.rule() == Rule.ALLOWED
                        && address.path().contains(";")
                        && ServerKind.underTest().isOnActiveMq()
                ? new Address(address.path(), Rule.FORBIDDEN)
                : address;
    }

    private String word() {
        StringBuilder word = new StringBuilder("w");
        for (int parts = random.nextInt(4); parts > 0; parts--) {
            word.append(one(PLAIN)).append(random.nextInt(100));
        }
        return word.toString();
    }

    private String quoted() {
        StringBuilder text = new StringBuilder("q");
        for (int parts = random.nextInt(4); parts > 0; parts--) {
            text.append(one(QUOTED)).append(one(PLAIN));
        }
        return text.toString();
    }

    private String one(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
