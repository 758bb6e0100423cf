// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import io.domainsharing.it.GatedServers.Site;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** One message of a stream, with a recipient of its own on one server or on each of them. */
record NumberedMessage(int number, List<Copy> copies) {
    /** Where the copies of those arrive who moved from Oslo to Kyiv. */
    static final String EXILE = "exile@example.com";

    /** What one server is to get; its recipient is an address mapping, which James creates without asking anybody. */
    record Copy(int number, Site site) {
        String recipient() {
            return "n" + number + '-' + site.name() + "@example.com";
        }

        /** Whether the recipient is on Kyiv when its server comes back. */
        boolean moves() {
            return number % 10 == 7;
        }

        /** Whether the recipient is nowhere when its server comes back. */
        boolean vanishes() {
            return number % 10 == 3;
        }

        void liveAt(Site home) {
            String box = home == site ? home(site) : EXILE;
            home.james.webAdmin().send("POST", "/mappings/address/" + recipient() + "/targets/" + box, "");
        }

        /** Has its owner found; some are left to be found when their mail comes. */
        void rememberAt(Site asking) {
            if (number % 9 != 5) {
                asking.rcpt(recipient());
            }
        }
    }

    NumberedMessage {
        copies = List.copyOf(copies);
    }

    static NumberedMessage of(int number, Random random, Site... sites) {
        List<Site> some = random.nextInt(4) == 0 ? List.of(sites) : List.of(sites[random.nextInt(sites.length)]);
        return new NumberedMessage(
                number, some.stream().map(site -> new Copy(number, site)).toList());
    }

    /** The account in which the copies for a server arrive. */
    static String home(Site site) {
        return "home-" + site.name() + "@example.com";
    }

    String text() {
        return ThreeServers.message("number " + number + ".");
    }

    /** The numbers of the messages in a mailbox. */
    static Stream<Integer> numbersIn(ImapMailbox box) {
        return box.messages().stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Subject: number "))
                .map(line -> Integer.valueOf(line.substring("Subject: number ".length(), line.lastIndexOf('.'))));
    }
}
