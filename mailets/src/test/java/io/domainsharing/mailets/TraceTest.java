// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import java.util.List;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class TraceTest {
    private static final NodeName LONG_NODE = new NodeName("n" + "1".repeat(63));
    private static final PeerName LONG_PEER = new PeerName("p" + "2".repeat(63));

    @Test
    void longNamesShouldBeFoldedAndReadBack() throws Exception {
        String field = new Trace(List.of()).next(LONG_NODE, LONG_PEER);

        assertThat(field.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(998));
        assertThat(Trace.of(mail(field + "\r\n")).hops()).containsExactly(Hop.of(LONG_NODE, LONG_PEER, 1));
    }

    @Test
    void hopsShouldBeInTheOrderOfTheirNumbers() throws Exception {
        assertThat(Trace.of(mail("X-Domain-Sharing: node=b; peer=c; hop=2\r\n"
                                + "X-Domain-Sharing:\r\n node=a;\r\n peer=b;\r\n\thop=1\r\n"))
                        .nodes())
                .isEqualTo("a -> b");
    }

    @Test
    void wayShouldBeginWithTheFirstHop() throws Exception {
        assertThat(Trace.of(
                                mail(
                                        "X-Domain-Sharing: node=b; peer=c; hop=1\r\nX-Domain-Sharing: node=a; peer=b; hop=1\r\n"))
                        .nodes())
                .isEqualTo("b");
    }

    @Test
    void unreadableLineShouldCountAsAHop() {
        assertThat(Hop.parse("node=<script>; peer=x; hop=1").number()).isZero();
        assertThat(Hop.parse("").number()).isZero();
        assertThat(Hop.parse("node=a; peer=b; hop=99999999999").number()).isZero();
        assertThat(Hop.parse("node=a;" + " ".repeat(50_000) + "peer=b; hop=1").number())
                .isZero();
    }

    private static MailImpl mail(String lines) throws Exception {
        return Bench.fromPeer("Received: x\r\n" + lines + "\r\nbody", "a@example.com", "b@example.com");
    }
}
