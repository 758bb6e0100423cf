// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.PeerName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code install} and {@code join} are told of the server of a folder. */
final class SetupOptions {
    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "this server's name, such as paris (default: the host name up to its first dot)")
    private @Nullable String node;

    @Option(
            names = "--host",
            paramLabel = "HOST[:SMTP[:MINGER]]",
            description =
                    "where other offices reach this server (default: the host name, the port of the first listener, 4069)")
    private @Nullable String host;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "the one IP address of this machine that is this server's (default: all of them)")
    private @Nullable String bind;

    @Option(
            names = "--james",
            paramLabel = "DIR",
            description = "James's own folder, with extensions-jars/ (default: the one that holds the conf folder)")
    private @Nullable Path james;

    @Option(
            names = "--jar",
            paramLabel = "FILE",
            description = "the JAR of the extension (default: the one beside this command that fits James)")
    private @Nullable Path jar;

    @Nullable
    PeerName node() {
        return node == null ? null : new PeerName(node);
    }

    @Nullable
    String host() {
        return host;
    }

    @Nullable
    String bind() {
        if (bind != null && !InetAddresses.isInetAddress(bind)) {
            throw new IllegalArgumentException("'" + bind + "' is no IP address");
        }
        return bind;
    }

    Path james(Path conf) {
        if (james != null) {
            return james.toAbsolutePath().normalize();
        }
        Path parent = conf.getParent();
        return parent == null ? conf : parent;
    }

    @Nullable
    Path jar() {
        return jar;
    }
}
