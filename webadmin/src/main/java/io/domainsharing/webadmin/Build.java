// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build has written into the JAR. Not the manifest: the JAR of all rooms has another one than each room's own. */
final class Build {
    private static final String FILE = "build.properties";

    private Build() {}

    /** Of this extension, such as 0.1.0. */
    static String version() {
        try (InputStream file = Build.class.getResourceAsStream(FILE)) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " in the JAR cannot be read", e);
        }
    }
}
