// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.Iterator;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The elements within a {@code <handler>} of {@code smtpserver.xml}. */
final class HandlerKeys {
    private HandlerKeys() {}

    /** @throws ConfigurationException there is another than those known, so that no typing error becomes a default */
    static void rejectOthers(Configuration handler, String hook, Set<String> known) throws ConfigurationException {
        for (Iterator<String> keys = handler.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key) && !key.startsWith("[@")) {
                throw new ConfigurationException("smtpserver.xml: " + hook + " has no key '" + key + "'; it knows "
                        + (known.isEmpty()
                                ? "none"
                                : "only "
                                        + known.stream()
                                                .map(name -> "<" + name + ">")
                                                .collect(Collectors.joining(", "))));
            }
        }
    }
}
