// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import com.google.common.base.Splitter;
import com.google.common.net.HostAndPort;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** Where this server takes SMTP, as {@code smtpserver.xml} has it. */
public final class OwnListeners {
    private static final int SMTP = 25;

    private OwnListeners() {}

    /**
     * Every address of every listener that is switched on; each carries a port.
     *
     * @throws ConfigurationException the file cannot be read
     */
    public static List<HostAndPort> all(ConfigurationProvider files) throws ConfigurationException {
        return enabled(files).flatMap(OwnListeners::addresses).toList();
    }

    /**
     * Those where other servers bring mail.
     *
     * @throws ConfigurationException the file cannot be read
     */
    public static List<HostAndPort> forServers(ConfigurationProvider files) throws ConfigurationException {
        return enabled(files)
                .filter(listener -> !listener.isForUsers())
                .flatMap(OwnListeners::addresses)
                .toList();
    }

    private static Stream<Listener> enabled(ConfigurationProvider files) throws ConfigurationException {
        return Listener.all(files.getConfiguration(ListenersFile.LISTENER)).stream()
                .filter(Listener::isEnabled);
    }

    private static Stream<HostAndPort> addresses(Listener listener) {
        return Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToStream(listener.bind())
                .flatMap(text -> {
                    try {
                        return Stream.of(HostAndPort.fromString(text).withDefaultPort(SMTP));
                    } catch (IllegalArgumentException e) {
                        // James does not start with it, and says so.
                        return Stream.empty();
                    }
                });
    }
}
