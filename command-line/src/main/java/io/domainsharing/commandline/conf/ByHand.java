// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.conf;

import java.util.List;

/**
 * What has to be done by hand.
 *
 * @param file in the folder
 * @param why the place is not found, in words that follow the name of the file
 * @param lines to write there; empty where {@code why} says it all
 */
public record ByHand(String file, String why, List<String> lines) {
    public ByHand {
        lines = List.copyOf(lines);
    }
}
