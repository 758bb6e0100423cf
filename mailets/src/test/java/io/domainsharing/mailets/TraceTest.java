// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class TraceTest {
    private static final NodeName LONG_NODE = new NodeName("n" + "1".repeat(63));
    private static final PeerName LONG_PEER = new PeerName("p" + "2".repeat(63));

    @Test
    void longNamesShouldBeFoldedAndReadBack() throws Exception {
        MimeMessage message = Bench.message("Subject: x\r\n");

        Trace.of(message).extend(message, LONG_NODE, LONG_PEER);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        assertThat(out.toString(StandardCharsets.US_ASCII).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(998));
        assertThat(Trace.of(message).hops()).containsExactly(Hop.of(LONG_NODE, LONG_PEER, 1));
    }

    @Test
    void hopsShouldBeInTheOrderOfTheirNumbers() throws Exception {
        MimeMessage message = Bench.message("X-Domain-Sharing: node=b; peer=c; hop=2\r\n"
                + "X-Domain-Sharing:\r\n node=a;\r\n peer=b;\r\n\thop=1\r\n");

        assertThat(Trace.of(message).nodes()).isEqualTo("a -> b");
    }

    @Test
    void unreadableLineShouldCountAsAHop() {
        assertThat(Hop.parse("node=<script>; peer=x; hop=1").number()).isZero();
        assertThat(Hop.parse("").number()).isZero();
        assertThat(Hop.parse("node=a; peer=b; hop=99999999999").number()).isZero();
    }
}
