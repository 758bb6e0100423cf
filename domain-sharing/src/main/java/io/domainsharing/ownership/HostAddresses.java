// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Finds the addresses of a host. Never blocks; an unknown host is an empty list or a failed stage. */
@FunctionalInterface
public interface HostAddresses {
    CompletionStage<List<InetAddress>> resolve(String host);
}
