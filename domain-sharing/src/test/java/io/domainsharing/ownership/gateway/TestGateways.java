// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import java.util.List;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;

/** Gateways of customer.example. */
final class TestGateways {
    private TestGateways() {}

    static Gateway gateway(
            Verification verify, @Nullable String file, WhenUnreachable whenUnreachable, boolean alsoAskPeers) {
        return new Gateway(
                Domain.of("customer.example"),
                List.of(HostAndPort.fromParts("mx.customer.example", 25)),
                verify,
                4069,
                null,
                file,
                whenUnreachable,
                alsoAskPeers);
    }

    static Gateway withFile() {
        return gateway(Verification.FILE, "file://conf/customer.txt", WhenUnreachable.ACCEPT, false);
    }
}
