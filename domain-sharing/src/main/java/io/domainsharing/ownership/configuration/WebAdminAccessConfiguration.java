// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import com.google.common.net.HostAndPort;
import java.util.List;

/**
 * How browsers reach the routes in WebAdmin: the {@code <webadmin>} block.
 *
 * @param hosts names that requests may have in {@code Host} besides {@code localhost} and IP addresses; a port counts for the
 *     {@code Origin} of a page only
 */
public record WebAdminAccessConfiguration(List<HostAndPort> hosts) {
    public static final WebAdminAccessConfiguration DEFAULT = new WebAdminAccessConfiguration(List.of());

    public WebAdminAccessConfiguration {
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads the block.
     *
     * @throws BadConfigurationException a key of the block is unknown or its value unusable
     */
    public static WebAdminAccessConfiguration from(Block block) throws BadConfigurationException {
        List<HostAndPort> hosts = block.values(
                "host",
                Values::hostMaybePort,
                "Write the name that a browser reaches WebAdmin by, such as mail-admin.example.com");
        block.rejectOthers();
        return new WebAdminAccessConfiguration(hosts);
    }
}
