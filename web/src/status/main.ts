import { credentials } from './credentials';
import { Api } from './api';
import { StatusPage } from './statusPage';

const api = new Api();
api.authorization = credentials.read();
new StatusPage(api).start();
