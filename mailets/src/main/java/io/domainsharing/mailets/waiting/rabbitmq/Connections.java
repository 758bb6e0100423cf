// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import com.rabbitmq.client.Connection;
import java.io.IOException;

/** James's connection to RabbitMQ, which it makes anew when it is lost. Thread-safe. */
@FunctionalInterface
public interface Connections {
    /**
     * Waits for an open one, some seconds at most.
     *
     * @throws IOException there is none; so does a RuntimeException
     */
    Connection open() throws IOException;
}
