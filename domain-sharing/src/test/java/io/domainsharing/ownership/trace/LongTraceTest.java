// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static io.domainsharing.ownership.LongTextContract.MEGABYTE;
import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LongTextContract;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Headers of a megabyte, half of it lines that look like ours, half of it what lines are held against. */
@Tag("O3")
class LongTraceTest implements LongTextContract {
    private static final TraceKey KEY = TraceKey.random();
    private static final NodeName PARIS = new NodeName("paris");
    private static final Gateway CUSTOMER = new Gateway(
            Domain.of("customer.example"),
            List.of(HostAndPort.fromParts("mx.customer.example", 25)),
            Gateway.Verification.NONE,
            4069,
            null,
            null,
            Gateway.WhenUnreachable.ACCEPT,
            false);
    private static final MessageIdentity LONG = ofFrom("a".repeat(MEGABYTE / 2));

    private static MessageIdentity ofFrom(String from) {
        return MessageIdentity.of(name -> name.equals("From") ? List.of(from) : List.of());
    }

    @Override
    public Map<String, Reading> readings() {
        Map<String, Reading> readings = new LinkedHashMap<>();
        readings.put("TraceLine", TraceLine::parse);
        readings.put("TraceLine, tokens", text -> TraceLine.parse("node=a; peer=b; hop=1; had=" + text));
        readings.put("LineText, field", text -> LineText.field("X", text));
        readings.put(
                "GatewayTrace",
                text -> GatewayTrace.refusal(
                        List.of("gateway=customer.example; of=" + text), LONG, KEY, PARIS, CUSTOMER));
        readings.put("MessageIdentity", text -> ofFrom(text).text("f"));
        readings.put(
                "MessageIdentity, values",
                text -> MessageIdentity.of(name -> text.lines().toList()).text("mfd"));
        return readings;
    }

    @Test
    void forgedGatewayLinesShouldBeReadWithinSecondsWhenTheSenderIsLong() {
        List<String> forged = Collections.nCopies(9_000, "gateway=customer.example;of=f;sig=x");

        assertThat(assertTimeoutPreemptively(PATIENCE, () -> GatewayTrace.refusal(forged, LONG, KEY, PARIS, CUSTOMER)))
                .isEmpty();
    }

    @Test
    void forgedWayShouldBeReadWithinSecondsWhenTheSenderIsLong() {
        MessageIdentity identity = ofFrom("a".repeat(MEGABYTE));
        List<TraceField> forged = IntStream.range(0, 999)
                .mapToObj(i -> new TraceField("node=a;peer=b;hop=" + (999 - i) + ";of=f;sig=x", 1))
                .toList();

        Way way = assertTimeoutPreemptively(PATIENCE, () -> Way.of(forged, Bringer.PEER, identity, KEY));

        assertThat(way.isTooLong()).isTrue();
        assertThat(way.isGuarded()).isFalse();
    }

    @Test
    void textThatEachLineIsHeldAgainstShouldBeShortWhenFieldsAreLong() {
        String megabyte = "a".repeat(MEGABYTE);

        assertThat(MessageIdentity.of(name -> List.of(megabyte, megabyte)).text("mfd"))
                .hasValueSatisfying(text -> assertThat(text).hasSizeLessThan(3_100));
    }

    @Test
    void longSendersShouldMakeDifferentMessages() {
        String from = "a".repeat(MEGABYTE);
        MessageIdentity identity = ofFrom(from + "b");
        String line = Way.begin(identity, KEY)
                .next(
                        PARIS,
                        new PeerName("tokyo"),
                        new Departure(Set.of(new CanonicalAddress("bob@example.com")), List.of()))
                .replace("\r\n", "")
                .substring(Way.HEADER.length() + 1);
        List<TraceField> fields = List.of(new TraceField(line.strip(), 1));

        assertThat(Way.of(fields, Bringer.PEER, identity, KEY).isGuarded()).isTrue();
        assertThat(Way.of(fields, Bringer.PEER, ofFrom(from + "c"), KEY).isGuarded())
                .isFalse();
    }
}
