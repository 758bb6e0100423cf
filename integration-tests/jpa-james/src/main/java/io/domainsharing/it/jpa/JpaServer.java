// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.jpa;

import com.google.inject.Module;
import com.google.inject.util.Modules;
import org.apache.james.ExtraProperties;
import org.apache.james.GuiceJamesServer;
import org.apache.james.JamesServerMain;
import org.apache.james.NaiveDelegationStoreModule;
import org.apache.james.modules.MailboxModule;
import org.apache.james.modules.MailetProcessingModule;
import org.apache.james.modules.RunArgumentsModule;
import org.apache.james.modules.mailbox.DefaultEventModule;
import org.apache.james.modules.mailbox.MemoryDeadLetterModule;
import org.apache.james.modules.protocols.IMAPServerModule;
import org.apache.james.modules.protocols.LMTPServerModule;
import org.apache.james.modules.protocols.ManageSieveServerModule;
import org.apache.james.modules.protocols.POP3ServerModule;
import org.apache.james.modules.protocols.ProtocolHandlerModule;
import org.apache.james.modules.protocols.SMTPServerModule;
import org.apache.james.modules.server.DataRoutesModules;
import org.apache.james.modules.server.DefaultProcessorsConfigurationProviderModule;
import org.apache.james.modules.server.InconsistencyQuotasSolvingRoutesModule;
import org.apache.james.modules.server.JMXServerModule;
import org.apache.james.modules.server.MailQueueRoutesModule;
import org.apache.james.modules.server.MailRepositoriesRoutesModule;
import org.apache.james.modules.server.MailboxRoutesModule;
import org.apache.james.modules.server.NoJwtModule;
import org.apache.james.modules.server.RawPostDequeueDecoratorModule;
import org.apache.james.modules.server.ReIndexingModule;
import org.apache.james.modules.server.SieveRoutesModule;
import org.apache.james.modules.server.TaskManagerModule;
import org.apache.james.modules.server.WebAdminReIndexingTaskSerializationModule;
import org.apache.james.modules.server.WebAdminServerModule;
import org.apache.james.server.core.configuration.Configuration;

/** Starts the server whose files are in the folder {@code -Dworking.directory}. */
public final class JpaServer {
    private static final Module PROTOCOLS = Modules.combine(
            new ProtocolHandlerModule(),
            new SMTPServerModule(),
            new LMTPServerModule(),
            new IMAPServerModule(),
            new POP3ServerModule(),
            new ManageSieveServerModule());
    private static final Module ADMINISTRATION = Modules.combine(
            new JMXServerModule(),
            new NoJwtModule(),
            new WebAdminServerModule(),
            new DataRoutesModules(),
            new MailboxRoutesModule(),
            new MailQueueRoutesModule(),
            new MailRepositoriesRoutesModule(),
            new SieveRoutesModule(),
            new InconsistencyQuotasSolvingRoutesModule(),
            new ReIndexingModule(),
            new WebAdminReIndexingTaskSerializationModule());
    private static final Module STORES = Modules.combine(
            new DatabaseModule(),
            new DataModule(),
            new UsersModule(),
            new MailboxesModule(),
            new MailboxModule(),
            new DefaultEventModule(),
            new MemoryDeadLetterModule(),
            new NaiveDelegationStoreModule(),
            new TaskManagerModule());
    private static final Module PIPELINE = Modules.combine(
            new RawPostDequeueDecoratorModule(),
            new MailetProcessingModule(),
            new DefaultProcessorsConfigurationProviderModule());

    private JpaServer() {}

    public static void main(String[] arguments) throws Exception {
        start(arguments, new QueuesModule());
    }

    /** Starts one that keeps its mail in other queues. */
    public static void start(String[] arguments, Module queues) throws Exception {
        ExtraProperties.initialize();
        JamesServerMain.main(GuiceJamesServer.forConfiguration(
                        Configuration.builder().useWorkingDirectoryEnvProperty().build())
                .combineWith(PROTOCOLS, ADMINISTRATION, STORES, PIPELINE, queues)
                .overrideWith(new RunArgumentsModule(arguments)));
    }
}
