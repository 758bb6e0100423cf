// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import org.apache.mailet.base.GenericMailet;

/** The parameter of our mailets that names the processor for mail that is given back. */
final class BounceProcessor {
    private static final String PARAMETER = "bounceProcessor";
    private static final String DEFAULT = "bounces";

    private BounceProcessor() {}

    static String of(GenericMailet mailet) {
        return mailet.getInitParameter(PARAMETER, DEFAULT);
    }
}
