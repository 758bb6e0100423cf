// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import java.util.List;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class GatewayTraceTest {
    private static final TraceKey KEY = TraceKey.random();
    private static final NodeName PARIS = new NodeName("paris");
    private static final Gateway CUSTOMER = gateway("customer.example");
    private static final Gateway OTHER = gateway("other.example");
    private static final MessageIdentity MESSAGE = Sites.identity("<1@example.com>");

    @Test
    void messageShouldBeRefusedAtTheThirdHandOver() {
        String line = line(KEY, MESSAGE, CUSTOMER);

        assertThat(refusal(List.of())).isNull();
        assertThat(refusal(List.of(line))).isNull();
        assertThat(refusal(List.of(line, line)))
                .isEqualTo("Routing loop: paris -> gateway-customer.example -> paris -> gateway-customer.example"
                        + " -> paris");
    }

    @Test
    void forgedLinesShouldNotCount() {
        String forged = "node=paris; gateway=customer.example; of=m; sig=AAAAAAAAAAAAAAAAAAAAAA";

        assertThat(refusal(List.of(forged, forged, "node=paris; gateway=customer.example")))
                .isNull();
    }

    @Test
    void linesShouldNotCountForAnotherKeyMessageOrGateway() {
        String ofAnother = line(TraceKey.random(), MESSAGE, CUSTOMER);
        String ofAnotherMessage = line(KEY, Sites.identity("<2@example.com>"), CUSTOMER);
        String toAnother = line(KEY, MESSAGE, OTHER);

        assertThat(refusal(List.of(ofAnother, ofAnother, ofAnotherMessage, ofAnotherMessage, toAnother, toAnother)))
                .isNull();
    }

    private static @Nullable String refusal(List<String> values) {
        return GatewayTrace.refusal(values, MESSAGE, KEY, PARIS, CUSTOMER).orElse(null);
    }

    private static Gateway gateway(String domain) {
        return new Gateway(
                Domain.of(domain),
                List.of(HostAndPort.fromParts("mx." + domain, 25)),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false);
    }

    private static String line(TraceKey key, MessageIdentity message, Gateway gateway) {
        String field = GatewayTrace.line(message, key, PARIS, gateway);
        return field.substring(field.indexOf(':') + 1).replace("\r\n", "").strip();
    }
}
