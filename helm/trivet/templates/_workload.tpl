{{/*
A service of ours: ServiceAccount, Service, Deployment and, with more than one replica, PodDisruptionBudget.
  root        the top context
  name        the service's name, which is its image's too
  values      its part of the values
  port        where it serves; management is a thousand higher
  public      whether it is the door to the outside: its Service then says nothing of management
  database    whether it speaks to PostgreSQL
  credential  whether it asks other services, or is asked by them, with the service credential
  keys        whether it makes tokens
  settings    its environment variables
  secret      a Secret whose keys are environment variables too, or nothing
*/}}
{{- define "trivet.workload" -}}
{{- $fullname := printf "%s-%s" (include "trivet.fullname" .root) .name -}}
{{- $management := add .port 1000 -}}
{{- $secret := include "trivet.secretName" .root -}}
{{- $uid := 10001 -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
  {{- with (.values.service).annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if .public }}
  type: {{ .values.service.type }}
  {{- end }}
  selector:
    {{- include "trivet.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ (.values.service).port | default .port | int }}
      targetPort: http
    {{- if not .public }}
    - name: management
      port: {{ $management }}
      targetPort: management
    {{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
spec:
  replicas: {{ int .values.replicas }}
  selector:
    matchLabels:
      {{- include "trivet.selector" . | nindent 6 }}
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        {{- include "trivet.selector" . | nindent 8 }}
      annotations:
        # Read at start alone, so a change must bring new pods. The gateway follows its pack while it runs, but for these.
        {{- if .public }}
        checksum/pack: {{ pick (fromYaml .root.Values.pack) "site" "keyPrefix" "paths" | toJson | sha256sum }}
        {{- else }}
        checksum/pack: {{ .root.Values.pack | sha256sum }}
        {{- end }}
        {{- with include "trivet.secretChecksum" .root }}
        {{- . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ $fullname }}
      automountServiceAccountToken: false
      # Kubernetes' own variables for a Service named trivet-… would read as our settings: TRIVET_REDIS_PORT.
      enableServiceLinks: false
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: {{ $uid }}
        runAsGroup: {{ $uid }}
        fsGroup: {{ $uid }}
        seccompProfile:
          type: RuntimeDefault
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "trivet.selector" . | nindent 14 }}
      terminationGracePeriodSeconds: 30
      containers:
        - name: {{ .name }}
          image: {{ printf "%s%s:%s" .root.Values.image.prefix .name (.root.Values.image.tag | default .root.Chart.AppVersion) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          ports:
            - name: http
              containerPort: {{ .port }}
            - name: management
              containerPort: {{ $management }}
          env:
            - name: QUARKUS_PROFILE
              value: prod
            # What is under way may end: shorter than the grace period less preStop and the delay after it.
            - name: QUARKUS_SHUTDOWN_TIMEOUT
              value: 15s
            - name: TRIVET_PACK
              value: /etc/trivet/pack.yaml
            {{- include "trivet.redisUrl" .root | nindent 12 }}
            {{- if .database }}
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: {{ include "trivet.databaseSecret" .root }}
                  key: url
            {{- end }}
            {{- if .credential }}
            - name: TRIVET_SERVICE_CREDENTIAL
              valueFrom:
                secretKeyRef:
                  name: {{ $secret }}
                  key: service-credential
            {{- end }}
            {{- if .keys }}
            - name: TRIVET_KEYS_REFRESH_SECRET
              valueFrom:
                secretKeyRef:
                  name: {{ $secret }}
                  key: refresh-secret
            - name: TRIVET_KEYS_SIGNING
              value: /etc/trivet-keys
            {{- end }}
            {{- range $name, $value := merge (dict) .values.env .settings }}
            - name: {{ $name }}
              value: {{ $value | quote }}
            {{- end }}
          {{- with .secret }}
          envFrom:
            - secretRef:
                name: {{ . }}
          {{- end }}
          startupProbe:
            httpGet: { path: /health/liveness, port: management }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /health/liveness, port: management }
            periodSeconds: 10
            timeoutSeconds: 3
          readinessProbe:
            httpGet: { path: /health/readiness, port: management }
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle:
            preStop:
              # Requests keep coming until every node has heard that this pod is leaving.
              sleep: { seconds: 5 }
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            - name: pack
              mountPath: /etc/trivet
              readOnly: true
            {{- if .keys }}
            # The whole Secret, since the names of further keys are not known here; only what ends in .pem is read. No subPath:
            # a change must reach the running process.
            - name: keys
              mountPath: /etc/trivet-keys
              readOnly: true
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
        - name: pack
          configMap:
            name: {{ include "trivet.fullname" .root }}-pack
        {{- if .keys }}
        - name: keys
          secret:
            secretName: {{ $secret }}
            defaultMode: 0440
        {{- end }}
{{- if gt (int .values.replicas) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "trivet.selector" . | nindent 6 }}
{{- end }}
{{- end -}}

{{/* The Secret with PostgreSQL's address. */}}
{{- define "trivet.databaseSecret" -}}
{{- if not .Values.database.existingSecret -}}
{{- fail "\n\ndatabase.existingSecret is empty. Trivet needs a PostgreSQL; put its address into a Secret under the key url:\n\n  kubectl create secret generic trivet-database --from-literal=url=postgresql://user:password@host:5432/database\n\nand name it: --set database.existingSecret=trivet-database\n" -}}
{{- end -}}
{{- .Values.database.existingSecret -}}
{{- end -}}

{{/* REDIS_URL: the chart's own Redis, or the one outside. */}}
{{- define "trivet.redisUrl" -}}
{{- if .Values.redis.enabled -}}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "trivet.secretName" . }}
      key: redis-password
- name: REDIS_URL
  value: redis://:$(REDIS_PASSWORD)@{{ include "trivet.fullname" . }}-redis:6379
{{- else -}}
{{- if not .Values.redis.external.existingSecret -}}
{{- fail "\n\nredis.enabled is false and redis.external.existingSecret is empty. Put your Redis' address into a Secret under the key url:\n\n  kubectl create secret generic trivet-redis --from-literal=url=redis://:password@host:6379\n\nand name it: --set redis.external.existingSecret=trivet-redis\n" -}}
{{- end -}}
- name: REDIS_URL
  valueFrom:
    secretKeyRef:
      name: {{ .Values.redis.external.existingSecret }}
      key: url
- name: REDIS_MODE
  value: {{ .Values.redis.external.mode }}
{{- with .Values.redis.external.master }}
- name: REDIS_MASTER
  value: {{ . | quote }}
{{- end }}
{{- end -}}
{{- end -}}
