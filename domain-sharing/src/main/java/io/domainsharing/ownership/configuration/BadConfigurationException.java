// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import org.apache.commons.configuration2.ex.ConfigurationException;

/** A value of {@code domainsharing.xml} that cannot be meant: stops the start, naming file, key, value and remedy. */
public class BadConfigurationException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    /** File that every message names. */
    public static final String FILE = "conf/domainsharing.xml";

    public BadConfigurationException(String key, String problem, String remedy) {
        super(FILE + ": " + key + ": " + problem + ". " + remedy);
    }

    public BadConfigurationException(String problem, Throwable cause) {
        super(FILE + ": " + problem, cause);
    }
}
