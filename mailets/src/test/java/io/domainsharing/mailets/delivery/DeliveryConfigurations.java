// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.configuration.HandoverConfiguration;
import java.time.Duration;

/** How the mailet delivers. */
public final class DeliveryConfigurations {
    public static final HandoverConfiguration HANDOVER =
            HandoverConfiguration.DEFAULT.withHeloName("paris.example.net");
    /** Waits are real and short, ages are of the moved clock. */
    public static final DeliveryConfiguration QUICK = delivery("20 msec", 50);

    private DeliveryConfigurations() {}

    public static DeliveryConfiguration delivery(String delayTime, int connections) {
        return new DeliveryConfiguration(delayTime, Duration.ofDays(5), connections, null, false, HANDOVER);
    }

    /** {@link #QUICK} with a smart host. */
    public static DeliveryConfiguration withSmartHost(HostAndPort smartHost, boolean onError) {
        return new DeliveryConfiguration(
                QUICK.delayTime(), QUICK.expiry(), QUICK.connectionsPerHost(), smartHost, onError, QUICK.handover());
    }
}
