// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.trace.Way.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class WayTest {
    private static final TraceKey KEY = TraceKey.random();
    private static final TraceKey OF_A_PEER = TraceKey.random();
    private static final NodeName PARIS = new NodeName("paris");
    private static final NodeName TOKYO = new NodeName("tokyo");
    private static final CanonicalAddress BOB = new CanonicalAddress("bob@example.com");
    private static final CanonicalAddress CAROL = new CanonicalAddress("carol@example.com");
    private static final MessageIdentity MESSAGE = Sites.identity("<1@example.com>");

    @Test
    void ownLineShouldCountWhenAPeerBringsItBack() {
        Way way = Way.of(header(1, byTokyo(2), byParis(1)), Bringer.PEER, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.CIRCLE);
        assertThat(standing(way, CAROL)).isEqualTo(Standing.FRESH);
        assertThat(way.path(PARIS)).isEqualTo("paris -> tokyo -> paris");
    }

    @Test
    void ownLineShouldNotCountWhenAStrangerBringsIt() {
        Way way = Way.of(header(1, byTokyo(2), byParis(1)), Bringer.ANYBODY, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.FRESH);
        assertThat(way.path(PARIS)).isEqualTo("paris");
    }

    @Test
    void ownLineShouldCountWhenThisServerSendsTheMessageOn() {
        Way way = Way.of(header(1, byTokyo(2), byParis(1)), Bringer.THIS_SERVER, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.CIRCLE);
    }

    @Test
    void foreignLinesShouldNotCountWhenThisServerSendsTheMessageOn() {
        List<String> forged = IntStream.rangeClosed(1, Way.MOST_HOPS)
                .mapToObj(i -> byTokyo(Way.MOST_HOPS + 1 - i))
                .toList();

        Way way = Way.of(header(1, forged.toArray(String[]::new)), Bringer.THIS_SERVER, MESSAGE, KEY);

        assertThat(way.isTooLong()).isFalse();
        assertThat(way.path(PARIS)).isEqualTo("paris");
    }

    @Test
    void wayShouldGoOnFromAPeersLineWhenThisServerSendsTheMessageOn() {
        Way way = Way.of(header(1, byTokyo(1)), Bringer.THIS_SERVER, MESSAGE, KEY);

        assertThat(way.next(PARIS, new PeerName("tokyo"), departure(BOB)))
                .startsWith("X-Domain-Sharing: node=paris; peer=tokyo; hop=2;");
    }

    @Test
    void foreignLinesShouldNotCountWhenThePeerHasWrittenNoneOnTop() {
        List<String> forged = IntStream.rangeClosed(1, Way.MOST_HOPS)
                .mapToObj(i -> byTokyo(Way.MOST_HOPS + 1 - i))
                .toList();

        Way way = Way.of(header(2, forged.toArray(String[]::new)), Bringer.PEER, MESSAGE, KEY);

        assertThat(way.isTooLong()).isFalse();
    }

    @Test
    void ownLineShouldCountWhenAPeerWithoutLinesBringsItBack() {
        Way way = Way.of(header(2, byParis(1)), Bringer.PEER, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.CIRCLE);
    }

    @Test
    void ownLineShouldBeDeadWhenANewWayHasBegunAboveIt() {
        Way way = Way.of(header(1, byTokyo(1), byParis(1)), Bringer.PEER, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.FRESH);
    }

    @Test
    void ownLineShouldBeDeadWhenALineIsMissingAboveIt() {
        Way way = Way.of(header(1, byTokyo(3), byParis(1)), Bringer.PEER, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.FRESH);
    }

    @Test
    void ownLineShouldNotCountForAnotherMessage() {
        Way way = Way.of(header(1, byTokyo(2), byParis(1)), Bringer.PEER, Sites.identity("<2@example.com>"), KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.FRESH);
    }

    @Test
    void ownLineShouldCountWhenADateHasBeenAddedOnTheWay() {
        MessageIdentity dated = MessageIdentity.of(name -> switch (name) {
            case "Message-ID" -> List.of("<1@example\t.com>");
            case "Date" -> List.of("Mon, 30 Nov 2026 08:00:00 +0000");
            default -> List.of();
        });

        Way way = Way.of(header(1, byTokyo(2), byParis(1)), Bringer.PEER, dated, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.CIRCLE);
    }

    @Test
    void ownLineShouldNotCountWhenAnyFieldOfItIsChanged() {
        String line = byParis(1);
        for (String changed : List.of(
                line.replace("kept=no", "kept=yes"),
                line.replace("peer=tokyo", "peer=austin"),
                line.replace("node=paris", "node=berlin"),
                line.replace("to=", "had="),
                line.replace("; sig=", "; sig=A"),
                line.substring(0, line.indexOf("; sig=")))) {
            assertThat(changed).isNotEqualTo(line);

            Way way = Way.of(header(1, byTokyo(2), changed), Bringer.PEER, MESSAGE, KEY);

            assertThat(standing(way, BOB)).as(changed).isNotEqualTo(Standing.CIRCLE);
        }
    }

    @Test
    void ownLineShouldCountWhenItIsFoldedInAnotherWay() {
        Way way = Way.of(header(1, byTokyo(2), byParis(1).replace(" ", "\t  ")), Bringer.PEER, MESSAGE, KEY);

        assertThat(standing(way, BOB)).isEqualTo(Standing.CIRCLE);
    }

    @Test
    void wayShouldBeTooLongWhenPeersHaveHandedTheMessageOverTenTimes() {
        List<String> lines = new ArrayList<>();
        for (int hop = Way.MOST_HOPS; hop >= 1; hop--) {
            lines.add(byTokyo(hop));
        }

        assertThat(Way.of(header(1, lines.toArray(String[]::new)), Bringer.PEER, MESSAGE, KEY)
                        .isTooLong())
                .isTrue();
        assertThat(Way.of(header(1, byTokyo(9), byTokyo(8)), Bringer.PEER, MESSAGE, KEY)
                        .isTooLong())
                .isFalse();
    }

    @Test
    void lineShouldNumberTheHandOverAfterThoseOfTheWay() {
        Way way = Way.of(header(1, byTokyo(2), byParis(1)), Bringer.PEER, MESSAGE, KEY);

        assertThat(way.next(PARIS, new PeerName("tokyo"), departure(CAROL)))
                .startsWith("X-Domain-Sharing: node=paris; peer=tokyo; hop=3; kept=no; of=m;");
    }

    @Test
    void lineShouldBeFoldedAndBoundedWhenThereAreThousandsOfAddresses() {
        List<Arrival> arrivals = IntStream.range(0, 3_000)
                .mapToObj(i -> Arrival.atPeer(new CanonicalAddress("user" + i + "@example.com")))
                .toList();
        List<CanonicalAddress> recipients =
                arrivals.stream().map(Arrival::address).toList();
        NodeName longest = new NodeName("n".repeat(64));

        String line = Way.begin(MESSAGE, KEY)
                .next(
                        longest,
                        new PeerName("p".repeat(64)),
                        Departure.split(recipients, arrivals).get(0));

        assertThat(line).hasSizeLessThan(3_500);
        assertThat(line.split("\r\n", -1))
                .allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(100))
                .hasSizeGreaterThan(30);
        assertThat(standing(Way.of(header(2, value(line)), Bringer.PEER, MESSAGE, KEY), recipients.get(0)))
                .isEqualTo(Standing.HANDED_OVER);
    }

    @Test
    void lineShouldNotTellItsAddressesToOtherServers() {
        String line = byParis(1);

        assertThat(line).doesNotContain("bob");
        assertThat(standing(Way.of(header(1, line), Bringer.PEER, MESSAGE, OF_A_PEER), BOB))
                .isEqualTo(Standing.FRESH);
    }

    @Test
    void headerOfAStrangerShouldCostNoMoreThanItsLength() {
        String folded = " a=b;".repeat(200_000);
        String spaces = "node=" + " ".repeat(4_000);
        List<TraceField> fields = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            fields.add(new TraceField(i % 2 == 0 ? folded : spaces, 1));
        }

        assertThat(Duration.ofNanos(
                        timeOf(() -> fields.forEach(field -> Way.of(List.of(field), Bringer.PEER, MESSAGE, KEY)))))
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void mailToManyForwardsShouldNotBecomeAsManyCopies() {
        List<Arrival> arrivals = IntStream.range(0, 300)
                .mapToObj(i -> new Arrival(
                        new CanonicalAddress("here" + i + "@example.com"),
                        Set.of(new CanonicalAddress("there" + i + "@example.com")),
                        Set.of()))
                .toList();

        List<Departure> copies = Departure.split(
                arrivals.stream().flatMap(arrival -> arrival.ends().stream()).toList(), arrivals);

        assertThat(copies).hasSizeLessThanOrEqualTo(Departure.MOST_COPIES + 1);
        assertThat(copies.stream().flatMap(copy -> copy.recipients().stream())).hasSize(300);
    }

    private static long timeOf(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    private static Standing standing(Way way, CanonicalAddress address) {
        return way.standing(address, false);
    }

    private static Departure departure(CanonicalAddress recipient) {
        return new Departure(Set.of(recipient), List.of(Arrival.atPeer(recipient)));
    }

    private static String byParis(int hop) {
        return line(PARIS, "tokyo", hop, departure(BOB), KEY);
    }

    private static String byTokyo(int hop) {
        return line(TOKYO, "paris", hop, departure(CAROL), OF_A_PEER);
    }

    private static String line(NodeName node, String peer, int hop, Departure departure, TraceKey key) {
        return TraceLine.of(
                        node,
                        new PeerName(peer),
                        hop,
                        departure,
                        address -> key.token(MESSAGE.text(MESSAGE.parts()).orElseThrow(), address))
                .signed(key, MESSAGE);
    }

    private static String value(String field) {
        return field.substring(field.indexOf(':') + 1).replace("\r\n", "").strip();
    }

    /** @param received how many fields of that name stand above the topmost line */
    private static List<TraceField> header(int received, String... lines) {
        List<TraceField> fields = new ArrayList<>();
        for (String line : lines) {
            fields.add(new TraceField(line, received + fields.size()));
        }
        return fields;
    }
}
