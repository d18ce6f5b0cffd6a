package io.tocsin.logs;

import io.tocsin.backing.ElasticsearchServer.Version;

class Elasticsearch9IT extends LogLayoutsContract {

    Elasticsearch9IT() {
        super(Version.V9);
    }
}
