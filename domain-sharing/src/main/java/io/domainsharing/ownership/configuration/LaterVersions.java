// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Documented keys that this version does not carry out yet: said at start, so that nobody relies on them. */
final class LaterVersions {
    private static final Logger LOGGER = LoggerFactory.getLogger(LaterVersions.class);

    private LaterVersions() {}

    /** For keys without which mail still goes its way. */
    static void warnIfPresent(Block block, String... keys) {
        for (String key : keys) {
            if (block.isPresent(key)) {
                LOGGER.warn(
                        "{}: {}: has no effect in this version of Domain Sharing",
                        BadConfigurationException.FILE,
                        block.pathOf(key));
            }
        }
    }
}
