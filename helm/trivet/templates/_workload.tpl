{{/*
A service of ours: ServiceAccount, Services, Deployment and what goes with them.
  root        the top context
  name        the service's name, which is its image's too
  values      its part of the values
  port        where it serves; management is a thousand higher
  public      whether it is the door to the outside: its Service then says nothing of management
  database    whether it speaks to PostgreSQL
  keys        whether it makes tokens
  settings    its environment variables
  secrets     Secrets whose keys are environment variables too; the values may name more
*/}}
{{- define "trivet.workload" -}}
{{- $fullname := printf "%s-%s" (include "trivet.fullname" .root) .name -}}
{{- $tls := (.values.tls).existingSecret -}}
{{- $ca := and (not .root.Values.redis.enabled) .root.Values.redis.external.caSecret -}}
{{- $databaseCa := and .database .root.Values.database.caSecret -}}
{{- $extra := .values.extraFiles -}}
{{- if and $extra.secret $extra.configMap -}}
{{- fail (printf "\n\nextraFiles of %s: secret and configMap are both set; leave one of them out.\n" .name) -}}
{{- end -}}
{{- $uid := 10001 -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
{{ include "trivet.service" . }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
spec:
  {{- with include "trivet.replicas" . }}
  replicas: {{ . }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "trivet.selector" . | nindent 6 }}
  progressDeadlineSeconds: 900
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        {{- include "trivet.podLabels" . | nindent 8 }}
      {{- with include "trivet.checksums" . | fromYaml }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ $fullname }}
      automountServiceAccountToken: false
      # Kubernetes' own variables for a Service named trivet-… would read as our settings: TRIVET_REDIS_PORT.
      enableServiceLinks: false
      {{- with include "trivet.pullSecrets" .root }}
      {{- . | nindent 6 }}
      {{- end }}
      securityContext:
        {{- include "trivet.podSecurity" $uid | nindent 8 }}
      {{- with include "trivet.placement" .root }}
      {{- . | nindent 6 }}
      {{- end }}
      # Pods of one version among themselves: those that are leaving say nothing of where new ones belong.
      topologySpreadConstraints:
        {{- $part := . }}
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "trivet.selector" $part | nindent 14 }}
        {{- end }}
      # preStop, QUARKUS_SHUTDOWN_DELAY and QUARKUS_SHUTDOWN_TIMEOUT, and 5 s in hand.
      terminationGracePeriodSeconds: {{ add .root.Values.noticeSeconds 5 .root.Values.drainSeconds 5 }}
      containers:
        - name: {{ .name }}
          image: {{ include "trivet.image" . }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext:
            {{- include "trivet.containerSecurity" . | nindent 12 }}
          ports:
            - name: http
              containerPort: {{ .port }}
            {{- if $tls }}
            - name: https
              containerPort: 8443
            {{- end }}
            - name: management
              containerPort: {{ add .port 1000 }}
          env:
            {{- include "trivet.env" . | nindent 12 }}
          {{- with concat (compact (.secrets | default list)) .values.envFrom }}
          envFrom:
            {{- range . }}
            - secretRef:
                name: {{ . }}
            {{- end }}
          {{- end }}
          # Nothing answers before the schema is migrated and indexes are made, which on large tables takes minutes; a start
          # that fails ends by itself.
          startupProbe:
            httpGet: { path: /health/liveness, port: management }
            periodSeconds: 2
            failureThreshold: 360
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
              sleep: { seconds: {{ int .root.Values.noticeSeconds }} }
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            - name: pack
              mountPath: /etc/trivet
              readOnly: true
            {{- if .keys }}
            # The whole Secret, since the names of further keys are not known here. No subPath: a change must reach the running
            # process.
            - name: keys
              mountPath: /etc/trivet-keys
              readOnly: true
            {{- end }}
            {{- if $tls }}
            - name: tls
              mountPath: /etc/trivet-tls
              readOnly: true
            {{- end }}
            {{- if $ca }}
            - name: redis-ca
              mountPath: /etc/trivet-redis
              readOnly: true
            {{- end }}
            {{- if $databaseCa }}
            - name: database-ca
              mountPath: /etc/trivet-database
              readOnly: true
            {{- end }}
            {{- if or $extra.secret $extra.configMap }}
            - name: extra
              mountPath: /etc/trivet-extra
              readOnly: true
            {{- end }}
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: 64Mi }
        - name: pack
          configMap:
            name: {{ include "trivet.packName" .root }}
        {{- if .keys }}
        - name: keys
          secret:
            secretName: {{ include "trivet.signingKeysName" .root }}
            defaultMode: 288 # 0440
        {{- end }}
        {{- if $tls }}
        - name: tls
          secret:
            secretName: {{ $tls }}
            defaultMode: 288 # 0440
        {{- end }}
        {{- if $ca }}
        - name: redis-ca
          secret:
            secretName: {{ $ca }}
            items:
              - { key: ca.crt, path: ca.crt }
        {{- end }}
        {{- if $databaseCa }}
        - name: database-ca
          secret:
            secretName: {{ $databaseCa }}
            items:
              - { key: ca.crt, path: ca.crt }
        {{- end }}
        {{- with $extra.secret }}
        - name: extra
          secret:
            secretName: {{ . }}
            defaultMode: 288 # 0440
        {{- end }}
        {{- with $extra.configMap }}
        - name: extra
          configMap:
            name: {{ . }}
        {{- end }}
{{- include "trivet.scaling" . }}
{{- end -}}
