// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.jpa;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.FileNotFoundException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.utils.PropertiesProvider;

/** The database that {@code james-database.properties} names, by those of its keys that Derby needs. */
final class DatabaseModule extends AbstractModule {
    @Provides
    @Singleton
    EntityManagerFactory entityManagers(PropertiesProvider files) throws FileNotFoundException, ConfigurationException {
        Configuration file = files.getConfiguration("james-database");
        Map<String, String> properties = new HashMap<>();
        for (Iterator<String> keys = file.getKeys("openjpa"); keys.hasNext(); ) {
            String key = keys.next();
            properties.put(key, file.getString(key));
        }
        properties.put("openjpa.ConnectionDriverName", file.getString("database.driverClassName"));
        properties.put("openjpa.ConnectionURL", file.getString("database.url"));
        properties.put("openjpa.ConnectionUserName", file.getString("database.username"));
        properties.put("openjpa.ConnectionPassword", file.getString("database.password"));
        properties.putIfAbsent("openjpa.Multithreaded", "true");
        return Persistence.createEntityManagerFactory("Global", properties);
    }
}
