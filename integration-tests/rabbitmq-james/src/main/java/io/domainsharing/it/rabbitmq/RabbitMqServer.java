// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.rabbitmq;

import com.google.inject.util.Modules;
import io.domainsharing.it.jpa.JpaServer;

/** Starts the server whose files are in the folder {@code -Dworking.directory}. */
public final class RabbitMqServer {
    private RabbitMqServer() {}

    public static void main(String[] arguments) throws Exception {
        JpaServer.start(arguments, Modules.combine(new BlobsModule(), new BrokerModule(), new QueuesModule()));
    }
}
